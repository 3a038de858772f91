import { change, entriesOf, look } from "./entry";
import { holdsOfSnapshot, listedHold, sendHold } from "./looks";

const clones = look("See what was cloned from it", "zfs get -H -o value clones {snapshot}");

/** A hold or a clone keeps a snapshot. */
export const holdClone = entriesOf("hold-clone", [
  {
    of: "snapshot-held",
    next: "in remedies",
    title: "{snapshot|The snapshot} is held",
    remedies: [holdsOfSnapshot, change("Release that hold once nothing needs it: zfs release TAG {'snapshot}")],
  },
  {
    of: "snapshot-busy",
    next: "in remedies",
    instead: [
      {
        when: sendHold,
        title: "{snapshot} is being sent, or was when a send ended badly",
        cause: "'zfs send' of process {process} holds it ({reason})",
        remedies: [
          holdsOfSnapshot,
          look("See whether that send still runs", "ps -p {process}"),
          look("If not, its hold goes with the next import of the pool; until then it can be released by hand"),
        ],
      },
      {
        when: /^(?<snapshot>[^\s@]{1,255}@\S{1,255})\s+(?<reason>zrepl_STEP_\S{1,200})\s+\w{3} /m,
        title: "{snapshot} is held by zrepl for a step that it never ended ({reason})",
        cause: "An older release of zrepl, or a job that is gone, left it behind",
        remedies: [
          look("See zrepl's own holds", "zrepl zfs-abstraction list"),
          change("Let zrepl release what is stale", "zrepl zfs-abstraction release-stale"),
        ],
      },
      {
        when: listedHold,
        title: "{snapshot} is held by {reason}",
        cause: "A held snapshot cannot be destroyed",
        remedies: [holdsOfSnapshot, change("Release it once nothing needs it", "zfs release {reason} {snapshot}")],
      },
      {
        when: /Pruning Receiver/,
        title: "{snapshot} on the receiver is held or has a clone",
        cause: "Most often zrepl's own hold on what was received last, which goes with the next replication",
        remedies: [holdsOfSnapshot, look("See zrepl's own holds", "zrepl zfs-abstraction list")],
      },
    ],
    title: "{snapshot} is held or being sent",
    cause: "A hold keeps it, a clone depends on it, or it is being sent just now",
    remedies: [holdsOfSnapshot],
  },
  { of: "has-clones", title: "{snapshot|The snapshot} has clones", remedies: [clones] },
  {
    of: "rollback-clones",
    title: "The rollback to {snapshot|that snapshot} would take away what clones need",
    cause: "Clones hang on snapshots that are newer than the one to go back to",
  },
  {
    id: "destroy-has-children",
    needles: ["has children"],
    pattern: /cannot destroy '(?<dataset>[^']+)': (?:filesystem|volume) has children/,
    title: "{dataset} has datasets or snapshots below it",
    cause: "zfs destroys only what nothing hangs on; a hidden %recv is a partial receive",
    remedies: [look("See what hangs on it", "zfs list -t all -r {dataset}")],
    source: "OpenZFS cmd/zfs/zfs_main.c",
  },
  {
    id: "zrepl-destroy-failed",
    needles: ["destroys failed"],
    pattern: /destroys failed$/m,
    severity: "warning",
    title: "zrepl could not destroy snapshots",
    cause: "Holds of another job, or of one that is gone, keep them",
    remedies: [look("See zrepl's own holds", "zrepl zfs-abstraction list")],
    follows: ["hold-clone"],
    source: "zrepl; zrepl/zrepl#826",
  },
  {
    id: "zettarepl-held",
    severity: "info",
    needles: "is held by tag",
    pattern: /[Ss]napshot '?(?<snapshot>\S+?)'? is held by tag/,
    title: "{snapshot} is not pruned, since it is held",
    cause: "A hold keeps it: another job, or a person",
    remedies: [holdsOfSnapshot],
    source: "zettarepl, cockpit-zfs",
  },
]);
