import { entriesOf, look, change } from "./entry";
import { snapshotsOfDataset } from "./looks";

/** A snapshot, a bookmark or a dataset that is needed is not there. */
export const missingSnapshot = entriesOf("missing-snapshot", [
  {
    of: "send-child-lacks-snapshot",
    title: "{dataset|A dataset below} lacks the snapshot that is to be sent",
    cause: "It was created after the snapshot was taken, or the snapshot was destroyed there",
    remedies: [look("See which datasets have it", "zfs list -H -t snapshot -o name -r {parent?}")],
  },
  {
    of: "send-base-missing",
    title: "The base of the increment is gone from the source",
    cause: "It was destroyed or renamed, most often by the source's own pruning",
    instead: [
      {
        when: /zfs send (?:-\S{1,40} ){0,4}-\w{0,8}R\w{0,8} (?:-\S{1,40} ){0,4}-[iI] /,
        title: "The base of the increment is not on every dataset of the tree",
        cause: "'send -R' wants it on each of them; one was created later, or lost it",
        remedies: [
          look("See which datasets have it", "zfs list -H -t snapshot -o name -r {dataset?}"),
          look("Send the datasets one by one, or from a snapshot that all have"),
        ],
      },
    ],
    remedies: [snapshotsOfDataset],
  },
  { of: "send-base-not-earlier", title: "The base of the increment does not fit" },
  {
    of: "send-base-of-other-dataset",
    title: "The base is not an earlier snapshot of the same dataset",
    remedies: [snapshotsOfDataset],
  },
  { of: "send-snapshot-gone", title: "{snapshot} is gone" },
  { of: "receive-origin-missing", title: "The origin of a clone is not on the target" },
  {
    of: "destroy-nothing",
    title: "There was no such snapshot to destroy",
    severity: "warning",
    remedies: [look("See whether two prunings run at once: a cron job beside a timer", "systemctl list-timers --all")],
  },
  {
    of: "bookmark-missing",
    title: "The bookmark {bookmark} does not exist",
    cause: "It was destroyed, or belongs to another dataset",
  },
  {
    of: "parent-missing",
    title: "The parent of {dataset|the dataset} does not exist",
    cause: "zfs creates no more than the last part of a name, except with -p",
  },
  {
    of: "receive-target-missing",
    title: "{dataset} does not exist on the target",
    cause: "An increment goes into a dataset that is there; this one was never received, or renamed",
  },
  {
    of: "open-no-such-pool",
    title: "{dataset} does not exist",
    cause: "Its pool is not imported, or the name is wrong",
  },
  { of: "hold-missing", title: "{snapshot|The snapshot} has no such hold", severity: "warning" },
  { of: "snapshot-missing", title: "{snapshot} does not exist", remedies: [snapshotsOfDataset] },
  {
    of: "dataset-missing",
    instead: [
      {
        when: /(?:receive|recv)\b[^\n|]{0,60} -[A-Za-z]{0,8}[de][A-Za-z]{0,8} [^\n]{0,400}\n(?:[^\n]{0,400}\n){0,4}?cannot open '(?<dataset>[^'\s]{0,255}\/(?<reason>[^'/\s]{1,80})\/\k<reason>)': dataset does not exist/,
        category: "config",
        title: "{dataset} does not exist: {reason} stands twice in it",
        cause: "'receive -d' and '-e' put the sent name behind the target by themselves",
        remedies: [
          change("Give 'receive -d' what lies above, the pool for one; or leave -d out and name the target whole"),
          look("See what there is", "zfs list -o name,used,mountpoint"),
        ],
      },
      {
        when: /cannot open '(?<dataset>[^'\s@]{1,255})': dataset does not exist\n(?:[^\n]{0,400}\n){0,12}?[^\n]{0,40}(?:zpool|zfs) create (?:[^\n]{0,300} )?\k<dataset>(?: |\n|$)/,
        severity: "info",
        title: "{dataset} did not exist yet, and was to be made",
        cause: "Whatever ran there looked for it first",
      },
      {
        when: /placeholder state of (?<dataset>[^\s:]{1,255}): [\s\S]{0,400}?dataset does not exist/,
        title: "{dataset}, below which zrepl receives, does not exist",
        cause: "The receiving side makes what is below its root_fs, and not that itself",
        remedies: [
          change("Make it", "zfs create -p -o mountpoint=none {dataset}"),
          look("See what there is", "zfs list -o name,used,mountpoint"),
        ],
      },
      {
        when: /zpool\.cache was not met/,
        category: "service",
        title: "{dataset|The dataset} is not there: its pool was not imported at boot",
        cause: "/etc/zfs/zpool.cache is missing or empty, so no pool was imported",
        remedies: [
          look("See what could be imported", "zpool import"),
          change("Import the pool", "zpool import {pool}"),
          change("Then have the cache file written", "zpool set cachefile=/etc/zfs/zpool.cache {pool}"),
        ],
      },
    ],
    title: "{dataset|The dataset} does not exist",
    cause: "It was destroyed or renamed, its pool is not imported, or the name is wrong",
    remedies: [look("See what there is", "zfs list -o name,used,mountpoint")],
  },
  {
    id: "syncoid-no-snapshots",
    needles: "no snapshots exist on source",
    pattern: /no snapshots exist on source (?<dataset>[^\s,]+), and you asked for --no-sync-snap/,
    title: "{dataset} has no snapshot to send",
    cause: "syncoid was told to take none, and nothing else has taken one yet",
    remedies: [look("See whether its snapshots are scheduled", "zfs list -t snapshot -d 1 {dataset}")],
    source: "syncoid",
  },
  {
    id: "sanoid-could-not-remove",
    severity: "warning",
    needles: "could not remove ",
    pattern: /could not remove (?<snapshot>[^\s@]+@\S+) : \d+/,
    title: "{snapshot} could not be removed",
    cause: "zfs destroy ended with an error, which stands above; often another pruning was faster",
    follows: "any",
    source: "sanoid",
  },
]);
