import { change, type Entry, entriesOf, look } from "./entry";
import { snapshotsOfDataset } from "./looks";

const compare = look("Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share");
const match = look("See how both trees stand: zelta match SOURCE TARGET");

/** What zelta says of the two sides, in its words of each release. */
export const zelta: readonly Entry[] = [
  ...entriesOf("exists", [
    {
      id: "zelta-target-bare",
      needles: ["no target snapshot", "no snapshot; target diverged: "],
      pattern:
        /^(?:\S{1,40}: )?no target snapshots?: (?<dataset>[^\s:]{1,255})|^(?:[^\n]{0,400}\s)?blocked sync: no target snapshots|no snapshot; target diverged: (?<dataset2>\S{1,255})/m,
      title: "{dataset|The target} is there already, without any snapshot",
      cause:
        "It was made by hand or left by another run, so no stream can go on from it, and none in full may take its place",
      remedies: [
        look("See what is in it", "zfs list -r -t all -o name,used,origin,mountpoint {dataset}"),
        change("Put it out of the way (zfs rename), and run zelta again, which makes it anew"),
        match,
      ],
      source: "zelta zelta-match.awk, zelta-backup.awk; bell-tower/zelta#43",
    },
  ]),
  ...entriesOf("diverged", [
    {
      id: "zelta-target-differs",
      needles: ["(diverged): ", "target has diverged", "target has local writes", "blocked sync: target "],
      pattern:
        /no common snapshot \(diverged\): (?<dataset>\S{1,255})|target has (?:diverged|local writes)(?:: (?<dataset2>\S{1,255}))?|blocked sync: target (?:diverged|is written)/,
      title: "{dataset|The target} has gone another way than its source",
      cause: "It was written to, has snapshots that the source lacks, or the shared ones were pruned",
      remedies: [
        compare,
        match,
        change("zelta rotate keeps the target under another name and goes on beside it; keep targets readonly=on"),
      ],
      source: "zelta zelta-backup.awk",
    },
  ]),
  ...entriesOf("missing-snapshot", [
    {
      id: "zelta-source-bare",
      needles: ["no source snapshot", "no source: ", "' has no snapshots"],
      pattern:
        /^(?:\S{1,40}: )?no source snapshots?: (?<dataset>\S{1,255})|^(?:\S{1,40}: )?no source: (?<dataset2>[\w.-]{1,255}\/\S{1,255})|source '(?<dataset3>[^'\n]{1,255})' has no snapshots/m,
      title: "{dataset|The source} has no snapshot to send, or is not there",
      cause: "None was taken yet, or it was destroyed or renamed since",
      remedies: [snapshotsOfDataset, look("Let zelta take one: zelta backup --snapshot SOURCE TARGET")],
      source: "zelta zelta-backup.awk",
    },
  ]),
];
