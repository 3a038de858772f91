import { entriesOf, look } from "./entry";
import { holdsOfSnapshot } from "./looks";

const clones = look("See what was cloned from it", "zfs get -H -o value clones {snapshot}");

/** A hold or a clone keeps a snapshot. */
export const holdClone = entriesOf("hold-clone", [
  { of: "snapshot-held", title: "{snapshot|The snapshot} is held", remedies: [holdsOfSnapshot] },
  { of: "snapshot-busy", title: "{snapshot} is held or being sent", remedies: [holdsOfSnapshot] },
  { of: "has-clones", title: "{snapshot|The snapshot} has clones", remedies: [clones] },
  { of: "rollback-clones", title: "The rollback to {snapshot|that snapshot} would take away what clones need" },
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
