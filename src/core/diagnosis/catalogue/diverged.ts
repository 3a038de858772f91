import { change, destroy, entriesOf, look } from "./entry";
import { receivedMeanwhile, snapshotsOfDataset } from "./looks";

const compare = look("Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share");

/** The target has gone another way than the source. */
export const diverged = entriesOf("diverged", [
  {
    of: "receive-base-differs",
    title: "{dataset|The target}'s newest snapshot is not the base of the increment",
    instead: [receivedMeanwhile],
    cause: "Snapshots were taken or destroyed on the target, or the sender began at the wrong one",
    remedies: [
      snapshotsOfDataset,
      compare,
      destroy("Roll the target back to the newest common snapshot; what is newer there is lost"),
    ],
  },
  {
    of: "receive-target-modified",
    title: "{dataset|The target} was written to after its newest snapshot",
    instead: [receivedMeanwhile],
    cause: "It is mounted writable, and a file or only an access time was changed",
    remedies: [
      look(
        "See how much, and whether it is mounted",
        "zfs get -H -o property,value written,mounted,readonly,atime {dataset}",
      ),
      change("Keep it from being written to", "zfs set readonly=on {dataset}"),
      destroy("Roll back to its newest snapshot; what was written since is lost"),
    ],
  },
  { of: "receive-destroying", title: "A receive is destroying {dataset}", severity: "error" },
  {
    of: "receive-rename-retry",
    title: "A recursive receive could not bring the trees into line",
    cause: "Datasets or snapshots were renamed or destroyed on one side",
    severity: "warning",
  },
  { of: "rollback-newer", title: "{snapshot|The snapshot} has newer ones after it", remedies: [compare] },
  {
    id: "syncoid-no-match",
    needles: "exists but has no snapshots matching with",
    pattern: /Target (?<dataset>\S+) exists but has no snapshots matching with \S+!/,
    title: "{dataset} shares no snapshot with its source",
    cause: "All snapshots that both sides had were destroyed on one of them, or the target was made by hand",
    remedies: [
      snapshotsOfDataset,
      compare,
      look("Send in full under another name, and keep what is there until that is verified"),
    ],
    source: "syncoid",
  },
  {
    id: "zrepl-diverged",
    needles: "latest snapshot is not present on sender",
    pattern: /the receiver's latest snapshot is not present on sender/,
    title: "The receiver has snapshots that the sender lacks",
    cause:
      "They were destroyed on the sender after they were replicated, by a rollback or by pruning, or taken on the receiver itself",
    remedies: [compare],
    source: "zrepl internal/replication/logic/diff",
  },
  {
    id: "zrepl-no-common",
    needles: "no common snapshot or suitable bookmark",
    pattern: /no common snapshot or suitable bookmark between sender and receiver/,
    title: "Sender and receiver share neither snapshot nor bookmark",
    cause: "The base was pruned on one side",
    remedies: [compare],
    source: "zrepl internal/replication/logic/diff",
  },
  {
    id: "zettarepl-no-base",
    needles: "No incremental base on dataset",
    pattern: /No incremental base on dataset '(?<dataset>[^']+)' and replication from scratch is not allowed/,
    title: "{dataset} has no base for an increment",
    cause: "All snapshots that both sides had have expired on one of them",
    remedies: [compare, look("Keep snapshots longer than the longest time without replication")],
    source: "zettarepl replication/run.py",
  },
  {
    id: "znapzend-no-common",
    needles: "but no common found on source and destination",
    pattern:
      /snapshot\(s\) exist on destination, but no common found on source and destination(?:: clean up destination (?<dataset>\S+))?/,
    title: "{dataset|The destination} shares no snapshot with its source",
    cause: "The common ones were pruned on one side; cleaning up the destination would destroy its history",
    remedies: [compare, look("Send in full under another name first")],
    source: "znapzend",
  },
  {
    id: "pyznap-no-common",
    needles: ["but snapshots exist. Not ", "does not have common snapshots"],
    pattern: /No common snapshots on (?<dataset>[^\s,]+), but snapshots exist|does not have common snapshots/,
    title: "{dataset|The target} shares no snapshot with its source",
    cause: "pyznap found no snapshot of the same name on both sides",
    remedies: [compare],
    source: "pyznap send.py",
  },
  {
    id: "replication-cursor-back",
    severity: "warning",
    needles: "replication cursor: can only be advanced",
    pattern: /replication cursor: can only be advanced, not set back(?:: (?<bookmark>\S+#\S+))?/,
    title: "zrepl's replication cursor is ahead of what is being sent",
    cause: "An older snapshot was replicated after a newer one",
    remedies: [compare],
    source: "zrepl",
  },
  {
    id: "syncoid-removes-target",
    needles: "because no matching snapshots were found",
    pattern: /Removing (?<dataset>\S{1,255}) because no matching snapshots were found/,
    title: "syncoid destroys {dataset} to send it anew: nothing there is on the source, too",
    cause:
      "It was told to by --force-delete; a pool's own root cannot be destroyed, so that this fails there each time",
    remedies: [
      change("Take --force-delete out of that job before it runs again"),
      look("See whether it has gone already, and when", "zpool history {pool?} | grep destroy | tail"),
      look("See why nothing is common: another source than before, or a source that was made anew"),
      look("Where it went and was wanted: write nothing more to that pool, and ask before anything else is tried"),
      change("Then send to a dataset that does not exist yet: POOL/NAME"),
    ],
    source: "syncoid; jimsalterjrs/sanoid#635",
  },
]);
