import { entriesOf, look } from "./entry";
import { snapshotsOfDataset } from "./looks";

const beside = look("Receive under another name, and keep what is there until that is verified");

/** Something of that name is there already. */
export const exists = entriesOf("exists", [
  {
    of: "receive-target-has-snapshots",
    title: "The target has snapshots of its own ({snapshot})",
    cause: "A full stream replaces no dataset that has them",
    remedies: [snapshotsOfDataset, beside],
  },
  { of: "receive-target-exists", title: "{dataset|The target} exists already", remedies: [snapshotsOfDataset, beside] },
  {
    of: "receive-target-is-clone",
    title: "{dataset} is a clone",
    remedies: [look("See what it was cloned from", "zfs get -H origin {dataset}"), beside],
  },
  { of: "receive-volume-onto-tree", title: "A volume was sent where a filesystem is" },
  { of: "receive-snapshot-exists", title: "{snapshot} exists already on the target", remedies: [snapshotsOfDataset] },
  {
    of: "import-name-taken",
    title: "A pool named {pool} is imported already",
    cause: "Two pools carry one name, or this one is imported twice",
    remedies: [look("See what could be imported", "zpool import")],
  },
  {
    of: "snapshot-exists",
    title: "{snapshot} exists already",
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
