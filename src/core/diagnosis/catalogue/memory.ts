import { change, entriesOf, look } from "./entry";
import { memoryMended, versionsHere } from "./looks";

const arc = look("See how much the ARC takes", "awk '/^(size|c_max) /{print $1, $3}' /proc/spl/kstat/zfs/arcstats");
const fewer = change("Run fewer transfers at once, and give mbuffer less");

/** There was no memory left. */
export const memory = entriesOf("memory", [
  {
    id: "oom-killer-invoked",
    needles: "invoked oom-killer",
    pattern: /(?<process>(?!(?:zfs|zpool|mbuffer|ssh|sshd|syncoid|perl|zrepl|node) )[\w.-]{1,40}) invoked oom-killer/,
    title: "Memory ran out when {process} wanted more",
    cause:
      "Programs and the ARC together wanted more than there is; the line 'Killed process' says which of them was ended",
    remedies: [arc, fewer, change("Bound the ARC: zfs_arc_max")],
    source: "Linux mm/oom_kill.c",
  },
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
      /(?<process>z_\w+(?:\/\d+)?|zfs|txg_\w+|arc_\w+|spl_\w+|mbuffer|zpool): page allocation failure|(?:zfs|zpool|mbuffer|internal error|ssh): .{0,80}[Cc]annot allocate memory|(?:cannot .{0,120}|internal error): out of memory/,
    title: "Memory could not be had",
    cause: "Too little is free, or it is too much in pieces",
    instead: [
      {
        when: /(?<process>z_\w{1,40}(?:\/\d{1,3})?|zfs|txg_\w{1,40}|arc_\w{1,40}|spl_\w{1,40}): page allocation failure/,
        title: "{process} asked the kernel for memory, and got none at once",
        remedies: [
          arc,
          change("Bound the ARC: zfs_arc_max"),
          change("Have the kernel keep more free, for what cannot wait: vm.min_free_kbytes"),
        ],
      },
    ],
    remedies: [arc, fewer],
    source: "Linux mm, OpenZFS",
  },
  {
    id: "guest-memory-refused",
    needles: ["cannot set up guest memory", "annot allocate memory"],
    pattern:
      /cannot set up guest memory[^\n]{0,120}: Cannot allocate memory|(?:qemu|kvm)[^\n]{0,200}: Cannot allocate memory/,
    title: "A guest could not have the memory that it was given",
    cause: "It takes all of it at once, and the ARC lets go of its share only by and by",
    remedies: [
      arc,
      look("See what is free", "free -m"),
      change("Bound the ARC, so that guests and ARC fit together: zfs_arc_max"),
    ],
    source: "QEMU",
  },
  {
    id: "kernel-addresses-used-up",
    needles: "vmap allocation for size",
    pattern: /vmap allocation for size \d+ failed/,
    title: "The kernel has no addresses left for what the module asks for",
    cause: "A 32-bit kernel has little room for them, however much memory is free",
    remedies: [
      change("Give it more: vmalloc=512M on the kernel's command line, then restart"),
      look("Run a 64-bit kernel there if the machine can: OpenZFS is made for those"),
    ],
    source: "Linux mm/vmalloc.c",
  },
  {
    id: "kernel-map-too-small",
    needles: ["kmem_map too small", "kmem_malloc(", "kmem_alloc(", "kmem_arena too small", "kmem_size is"],
    pattern:
      /kmem_(?:malloc|alloc)\(\d+\): kmem_\w{1,10} too small(?:: (?<reason>\d+) total allocated)?|panic: kmem_(?:map|arena) too small|ZFS WARNING: Recommended minimum kmem_size is \S{1,12}; expect unstable/,
    instead: [
      {
        when: /ZFS WARNING: Recommended minimum kmem_size is (?<reason>\S{1,12}); expect unstable/,
        unless: /too small/,
        severity: "info",
        title: "The kernel has less room for its own memory than ZFS wants ({reason})",
        cause: "A machine with little memory, or a 32-bit kernel; under load it may stop",
      },
    ],
    title: "The kernel stopped, since the room for its own memory was used up",
    cause: "The ARC grew into all that vm.kmem_size allows, which is little on 32-bit machines and old FreeBSD",
    remedies: [
      change("Bound the ARC in /boot/loader.conf: vfs.zfs.arc_max, and vfs.zfs.prefetch_disable=1 with little memory"),
      change(
        "Give the kernel more: vm.kmem_size and vm.kmem_size_max there; on i386 it has to be built with KVA_PAGES",
      ),
      look("Run a 64-bit kernel there if the machine can, and a release that is still looked after"),
    ],
    source: "FreeBSD vm/vm_kern.c, ZFS arc.c",
  },
  {
    id: "memory-reclaim-stalls",
    severity: "warning",
    needles: [
      "Purging GPU memory, 0 pages freed",
      "page allocation stalls for",
      "no killable processes",
      "deadlocked on memory",
      "swap_pager: ",
      "swap_pager_getswapspace",
    ],
    pattern:
      /Purging GPU memory, 0 pages freed|page allocation stalls for \d{4,}ms|Out of memory and no killable processes|System is deadlocked on memory|swap_pager: (?:out of swap space|indefinite wait buffer)|swap_pager_getswapspace\(\d{1,4}\): failed/,
    instead: [
      {
        when: /^(?<device>\/dev\/(?:zd\d{1,5}|zvol\/\S{1,200})) +(?:partition|file) |swap_pager: indefinite wait buffer[^\n]{0,80}zvol/m,
        title:
          "Memory is short, and swap lies on a volume of ZFS ({device|a zvol}), which needs memory to be written to",
        cause: "So the machine waits for itself: nothing is let go of, and the kernel ends no process, either",
        remedies: [
          arc,
          change(
            "While it still answers, end what has the memory or add swap on a partition, and only then take it off the volume: swapoff {device|DEVICE}",
          ),
          change("Bound the ARC, so that it and what runs there fit: zfs_arc_max"),
        ],
      },
    ],
    title: "The kernel looks for memory, and finds none to let go of",
    cause: "Programs, guests and the ARC together have all of it; what waits for some hangs meanwhile",
    remedies: [arc, fewer, change("Bound the ARC: zfs_arc_max")],
    source: "Linux mm, i915; FreeBSD vm/swap_pager.c",
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
  {
    id: "arc-threads-spin",
    severity: "warning",
    needles: [" arc_prune", " arc_reclaim", " arc_evict"],
    pattern:
      /\b[1-9]\d\.\d\d% (?<process2>arc_prune)_task\b|^ {0,8}\d{1,8} \S{1,20} {1,12}(?:\S{1,4} {1,8}){2}(?:\S{1,12} {1,8}){3}[RSDI] {1,8}(?:[5-9]\d|[1-9]\d\d)(?:\.\d)? {1,8}\d{1,3}(?:\.\d)? {1,8}[\d:.+]{4,14} (?<process>arc_(?:prune|reclaim|evict))\b/m,
    title: "{process} takes a processor for itself: the cache cannot be made smaller",
    cause: "What it wants to let go of is held by the inodes and dentries of many files",
    remedies: [
      look(
        "See how large it is, and what it may be",
        "grep -E '^(size|c|c_max|arc_meta_used|arc_meta_limit|arc_prune) ' /proc/spl/kstat/zfs/arcstats",
      ),
      change(
        "Let go of inodes and dentries that nobody uses, which relieves it for a while",
        "echo 2 > /proc/sys/vm/drop_caches",
      ),
      change("Before 2.2: let it have more metadata, by a greater zfs_arc_meta_limit_percent"),
      versionsHere,
    ],
    source: "OpenZFS module/zfs/arc.c; openzfs/zfs#6190",
  },
]);
