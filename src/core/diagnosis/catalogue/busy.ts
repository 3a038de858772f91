import { change, entriesOf, look } from "./entry";

const receives = look("See which receives run", "ps -eo pid,etime,args | grep '[z]fs receive\\|[z]fs recv'");

/** Something is in use. */
export const busy = entriesOf("busy", [
  {
    of: "receive-busy",
    title: "{dataset|The target} is busy",
    remedies: [
      receives,
      look("See whether a partial receive is saved", "zfs get -H -r -o name,value receive_resume_token {dataset?}"),
    ],
  },
  {
    of: "unmount-busy",
    title: "{path|The filesystem} cannot be unmounted",
    remedies: [look("See who has files open there", "fuser -vm {path}")],
  },
  { of: "send-mounted-head", title: "{dataset|The dataset} is mounted, and not a snapshot" },
  {
    of: "pool-busy",
    title: "{pool|The pool} is busy",
    remedies: [look("See what of it is mounted", "zfs mount"), look("See whether it holds swap", "swapon --show")],
  },
  { of: "key-busy", title: "The key of {dataset} cannot be unloaded", severity: "warning" },
  { of: "dataset-busy", title: "{dataset|The dataset} is busy", remedies: [receives] },
  {
    id: "syncoid-receiving",
    severity: "warning",
    needles: "is already target of a zfs receive process",
    pattern: /Cannot sync now: (?<dataset>\S+) is already target of a zfs receive process/,
    title: "{dataset} is being received already",
    cause: "Another receive of the same target runs: two schedules overlap, or an old receive hangs",
    remedies: [receives, look("Wait for it; it goes on by itself at the next run")],
    source: "syncoid",
  },
  {
    id: "umount-target-busy",
    needles: ": target is busy.",
    pattern: /umount: (?<path>\/\S*): target is busy\./,
    title: "{path} cannot be unmounted",
    cause: "A process has files open there, or stands in it",
    remedies: [look("See who has files open there", "fuser -vm {path}")],
    source: "util-linux umount",
  },
  {
    id: "still-running",
    severity: "info",
    needles: [
      "same previous periodic job is still running",
      "previous replication is still running",
      "Another instance of",
    ],
    pattern:
      /same previous periodic job is still running|previous replication is still running|Another instance of (?<process>sanoid|syncoid|pyznap|znapzend)/,
    title: "The run before has not ended yet",
    cause: "A run takes longer than the time between two runs",
    remedies: [look("Compare how long a run takes with how often it is started"), change("Start it less often")],
    source: "bzfs_jobrunner, pyznap",
  },
  {
    id: "nbd-device-busy",
    needles: "Device or resource busy",
    pattern:
      /(?:cannot open|open|mount|zpool create)\b.{0,80}(?<device>\/dev\/[\w/.:-]+).{0,40}Device or resource busy/,
    title: "{device} is in use by something else",
    cause: "Another layer (md, LVM, multipath, a mount) has the device",
    remedies: [look("See what is built on it", "lsblk {device}")],
    source: "Linux",
  },
]);
