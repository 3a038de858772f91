import { change, entriesOf, look } from "./entry";
import { memoryMended } from "./looks";

const arc = look("See how much the ARC takes", "awk '/^(size|c_max) /{print $1, $3}' /proc/spl/kstat/zfs/arcstats");
const fewer = change("Run fewer transfers at once, and give mbuffer less");

/** There was no memory left. */
export const memory = entriesOf("memory", [
  {
    id: "oom-killed",
    needles: ["Killed process ", "Kill process ", "invoked oom-killer"],
    pattern:
      /Out of memory: Kill(?:ed)? process \d+ \((?<process>[^)\s]+)\)|(?<process2>zfs|zpool|mbuffer|ssh|sshd|syncoid|perl|zrepl|node) invoked oom-killer|Memory cgroup out of memory: Killed process \d+ \((?<process3>zfs|zpool|mbuffer|ssh|sshd|perl|zrepl|node)\)/,
    title: "The kernel ended {process}, since memory ran out",
    cause: "Programs and the ARC together wanted more than there is",
    remedies: [arc, fewer, change("Bound the ARC: zfs_arc_max")],
    instead: [
      {
        when: /^c_max +\d +(\d{9,10})\nsize +\d +\d{11,}$|^size +\d +\d{11,}\nc_max +\d +\d{9,10}$/m,
        cause:
          "The ARC is far above its bound (size against c_max) and does not shrink: metadata that is in use, or a fault",
        remedies: [
          look(
            "See what of it cannot be let go",
            "awk '/^(size|c_max|metadata_size|dnode_size|mru_evictable|mfu_evictable)/{print $1, $3}' /proc/spl/kstat/zfs/arcstats",
          ),
          change("Let the kernel drop what it can", "echo 3 > /proc/sys/vm/drop_caches"),
          look("See whether a newer release mends it", "zfs version"),
        ],
      },
    ],
    source: "Linux mm",
  },
  {
    id: "allocation-failed",
    severity: "warning",
    needles: ["page allocation failure", "cannot allocate memory", "Cannot allocate memory", "out of memory"],
    pattern:
      /(?<process>z_\w+|zfs|txg_\w+|arc_\w+|spl_\w+|mbuffer|zpool): page allocation failure|(?:zfs|zpool|mbuffer|internal error|ssh): .{0,80}[Cc]annot allocate memory|(?:cannot .{0,120}|internal error): out of memory/,
    title: "Memory could not be had",
    cause: "Too little is free, or it is too much in pieces",
    remedies: [arc, fewer],
    source: "Linux mm, OpenZFS",
  },
  {
    id: "edac",
    needles: ["EDAC "],
    pattern: /EDAC (?<device>\S+): \d+ (?:CE|UE) /,
    severity: "warning",
    instead: [memoryMended],
    title: "The memory had errors ({device})",
    cause: "A module of the memory is not sound",
    remedies: [look("See which one", "ras-mc-ctl --errors")],
    source: "Linux EDAC",
  },
  {
    id: "systemd-oomd",
    needles: ["systemd-oomd", "oom-kill"],
    pattern:
      /(?<unit>(?:zfs|sanoid|syncoid|zrepl|zfsr)[\w@-]*\.service): (?:Failed with result 'oom-kill'|A process of this unit has been killed by the OOM killer)/,
    title: "{unit} was ended, since memory ran out",
    cause: "Programs and the ARC together wanted more than there is",
    remedies: [arc, fewer],
    source: "systemd",
  },
]);
