import { change, destroy, entriesOf, look } from "./entry";
import { snapshotsOfDataset } from "./looks";

const beside = look("Receive under another name, and keep what is there until that is verified");

/** Something of that name is there already. */
export const exists = entriesOf("exists", [
  {
    of: "receive-target-has-snapshots",
    title: "The target has snapshots of its own ({snapshot})",
    cause: "A full stream replaces no dataset that has them",
    next: "in remedies",
    remedies: [
      snapshotsOfDataset,
      look("See whether both sides share a snapshot, as after a rollback of the source: zfsr plan SOURCE TARGET"),
      destroy("If they do, roll the target back to it and send an increment; what is newer there is lost"),
      beside,
    ],
  },
  { of: "receive-target-exists", title: "{dataset|The target} exists already", remedies: [snapshotsOfDataset, beside] },
  {
    of: "receive-target-is-clone",
    title: "{dataset} is a clone",
    remedies: [look("See what it was cloned from", "zfs get -H origin {dataset}"), beside],
  },
  { of: "receive-volume-onto-tree", title: "A volume was sent where a filesystem is" },
  {
    of: "receive-snapshot-exists",
    title: "{snapshot} exists already on the target",
    remedies: [snapshotsOfDataset],
    instead: [
      {
        when: /cannot restore to (?<snapshot>[^\s@]{1,255}@autosnap_[^\s@]{1,80}): destination already exists/,
        title: "{snapshot} is on the target already",
        cause: "sanoid takes snapshots there, too, or two runs sent the same at once",
        remedies: [
          snapshotsOfDataset,
          change("Switch autosnap off for the target in its sanoid.conf; autoprune may stay on"),
          look("See that no two runs overlap, then rename the target's snapshot where its guid differs, and run again"),
        ],
      },
      {
        when: /zrepl[\s\S]{0,2000}cannot restore to|STEP-ERROR[\s\S]{0,2000}cannot restore to/,
        title: "{snapshot} is on the target already, and zrepl sends it again",
        cause:
          "That step was done before and zrepl does not know it: a receive that broke off, or an older ZFS's faulty token",
        remedies: [
          snapshotsOfDataset,
          look(
            "See whether a receive was left half done there",
            "zfs get -H -t filesystem,volume receive_resume_token",
          ),
          destroy("If so, give it up with zfsr abort, then let zrepl try again"),
          look("Where the guid differs from the source's, rename the target's snapshot"),
        ],
      },
    ],
  },
  {
    of: "import-name-taken",
    title: "A pool named {pool} is imported already",
    cause: "Two pools carry one name, or this one is imported twice",
    instead: [
      {
        when: /cannot import '(?<pool>[^'\n]{1,255})': a pool with that name[\s\S]{0,600}?\n[ \t]*\k<pool>[ \t][^\n]{0,200}\b(?:FAULTED|UNAVAIL)\b/,
        category: "pool-health",
        title: "{pool} is imported already, and lacks its devices",
        cause: "It was taken in at boot, before they were there: a disk that is unlocked or connected later",
        remedies: [
          look("See which devices it lacks", "zpool status {pool}"),
          change("Export it", "zpool export {pool}"),
          change("Import it when they are there", "zpool import {pool}"),
          change("Leave it out at boot, and import it after unlocking", "zpool set cachefile=none {pool}"),
        ],
      },
    ],
    remedies: [look("See what could be imported", "zpool import")],
  },
  {
    of: "snapshot-exists",
    title: "{snapshot} exists already",
    instead: [
      {
        when: /cannot create snapshot '(?<snapshot>[^'\n]{1,255}@(?:[^'\n]{0,80}[^\d'\n])?20\d{6}[-_T.]?\d{4})': dataset already exists/,
        cause: "Its name has the time to the minute, and another was taken in that minute",
        remedies: [
          look("Wait for the next minute, or have the seconds in the name"),
          look("See whether two schedules take snapshots at once", "systemctl list-timers --all"),
        ],
      },
    ],
    remedies: [look("See whether two schedules take snapshots at once", "systemctl list-timers --all")],
  },
  {
    of: "bookmark-exists",
    title: "{bookmark|The bookmark} exists already",
    cause: "An earlier run made it",
    severity: "warning",
  },
  {
    of: "hold-exists",
    title: "{snapshot|The snapshot} is held by that tag already",
    cause: "Another run held it, or this one is a repetition",
    severity: "warning",
  },
  { of: "dataset-exists", title: "{dataset|It} exists already", cause: "It was made by hand or by an earlier run" },
  {
    id: "snapshot-received-before",
    severity: "info",
    needles: "already exists; ignoring",
    pattern: /snap (?<snapshot>\S+) already exists; ignoring/,
    title: "{snapshot} was there already, and was left as it is",
    cause: "The same snapshot was sent again",
    source: "OpenZFS lib/libzfs/libzfs_sendrecv.c",
  },
  {
    id: "pve-volume-exists",
    needles: ["volume '", "dataset already exists"],
    pattern: /volume '(?<dataset>[^']+)' already exists(?: on target)?/,
    title: "{dataset} exists already on the other node",
    cause: "A volume of an earlier guest or replication was left there",
    remedies: [look("See what it is before it is removed", "zfs list -t all -r {dataset}")],
    source: "Proxmox pve-storage",
  },
]);
