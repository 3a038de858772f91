import { entriesOf, look } from "./entry";
import { kernelLog, statusOfPool, versionsHere, memoryMended } from "./looks";

const stop = look("Stop what receives and sends there, and keep the trace: the machine has to be restarted");
const hazards = look("Compare the version with the known hazards: zfsr doctor");

/** The kernel or the module met something that must not be. */
export const kernelBug = entriesOf("kernel-bug", [
  {
    id: "zfs-panic",
    urgent: true,
    instead: [
      {
        when: /reboot after panic|savecore\b/,
        cause: "A fault of OpenZFS, or damaged metadata; the machine has started again since",
        remedies: [
          look("Keep the dump that was written, and look at the stack in it"),
          versionsHere,
          look("Report it with that stack, if no newer release mends it"),
        ],
      },
      {
        when: /spa_keystore_change_key_sync/,
        title: "Changing a key stopped the zfs module: the dataset's key does not fit its encryption root",
        cause: "A known fault of replicas that were received raw after the source's key had changed",
        remedies: [
          look("Restart that machine, and do not change the key there again"),
          look("Keep the source and its key; where the copy cannot be opened, send it in full again (zfs send -w)"),
          versionsHere,
          hazards,
        ],
      },
      {
        when: /PANIC at (?:range_tree|space_map|metaslab|zfs_range_tree)\.c/,
        title: "The pool's list of free space contradicts itself, which stopped the zfs module",
        cause: "Damaged space maps, often after memory that was not sound; importing it as usual stops there again",
        remedies: [
          look("After a restart, see whether it can be imported to be read: zpool import -o readonly=on POOL"),
          look("If so, copy what is needed off it before anything else is tried"),
          kernelLog,
          versionsHere,
        ],
      },
    ],
    needles: ["PANIC at ", "VERIFY", "PANIC: ", "zfs: rt=", "metaslab_free_dva(): bad DVA"],
    pattern:
      /zfs: rt=\S*: (?:adding|removing|freeing|attempting) |metaslab_free_dva\(\): bad DVA|PANIC at [\w.-]+\.c:\d+:\w+\(\)|VERIFY3?[USPB0]?\(.{1,400}\) failed|\bPANIC: (?:(?<pool>[A-Za-z][\w.:-]*): )?(?:blkptr|zfs|rpool|dnode|unrecoverable)/,
    title: "The zfs module stopped at something that must not be",
    cause: "A fault of OpenZFS, or damaged metadata; what waits for it hangs until the machine restarts",
    remedies: [kernelLog, versionsHere, stop, hazards],
    follows: ["data-corruption"],
    source: "OpenZFS module/os/linux/spl/spl-err.c",
  },
  {
    id: "command-assertion",
    needles: "ASSERT at ",
    pattern: /ASSERT at \S+\.[ch]:\d+:\w+\(\)/,
    title: "A command of zfs met something that must not be, and ended",
    cause: "A fault of the command, or a stream or pool that it does not understand",
    remedies: [versionsHere, hazards],
    source: "OpenZFS lib/libspl/assert.c",
  },
  {
    id: "hung-task",
    needles: " blocked for more than ",
    pattern:
      /INFO: task (?<process>zfs|zpool|zed|txg_\w+|z_\w+|zvol\S*|spa\w*|receive_\w+|send_\w+|dbu_evict|dp_sync\w*|arc_\w+|l2arc\w*|mmp|dsl_\w+)(?::\d+)? blocked for more than \d+ seconds/,
    title: "{process} has hung for minutes",
    cause: "The pool's devices do not answer, or the module waits for itself",
    remedies: [
      statusOfPool,
      kernelLog,
      look("If all devices answer, only a restart of that machine ends it; then run a newer release"),
      hazards,
    ],
    follows: ["pool-health", "device", "kernel-bug", "memory"],
    source: "Linux hung_task; openzfs/zfs#11401",
  },
  {
    id: "kernel-oops",
    instead: [
      {
        when: /(?:R?IP|pc) ?: (?:[0-9a-f]{4}:)?(?:\[<[0-9a-f]{1,16}>\] {1,2}){0,2}(?<reason>\w+)\+0x[0-9a-f]+\/0x[0-9a-f]+ \[(?<module>zfs|spl)\]/,
        title: "The {module} module crashed in {reason}",
        cause: "A fault of OpenZFS, or memory that is not sound; what it did then hangs until the machine restarts",
        remedies: [kernelLog, versionsHere, stop, hazards],
      },
    ],
    needles: ["BUG: ", "general protection fault", "Oops: ", "kernel BUG at"],
    pattern:
      /BUG: (?:unable to handle|kernel NULL pointer|soft lockup|scheduling while atomic)|general protection fault|kernel BUG at |Oops: \d+/,
    title: "The kernel met a fault of its own",
    cause: "A driver, a module or the memory; the trace below says where",
    remedies: [kernelLog, look("Look for zfs or spl in the trace before blaming it")],
    source: "Linux",
  },
  {
    id: "soft-lockup",
    needles: [
      "soft lockup - CPU",
      "self-detected stall",
      "detected expedited stall",
      "detected stalls on CPUs",
      "rcu: INFO: rcu_",
    ],
    pattern: /soft lockup - CPU#\d+ stuck for \d+s|rcu_\w+ (?:self-)?detected (?:expedited )?stall/,
    title: "A processor was stuck for seconds",
    cause: "Something in the kernel did not let go of it",
    remedies: [kernelLog],
    follows: ["kernel-bug", "memory", "device"],
    source: "Linux",
  },
  {
    id: "spl-showing-stack",
    needles: "Showing stack for process",
    pattern: /SPL: .{0,60}Showing stack|Showing stack for process \d+/,
    title: "The zfs module stopped and shows where",
    cause: "It follows from a PANIC or VERIFY before it",
    follows: ["kernel-bug", "data-corruption"],
    source: "OpenZFS spl",
  },
  {
    id: "mce",
    instead: [
      memoryMended,
      {
        when: /EDAC \S{1,20}: \d{1,6} UE [^\n]{0,80}? on (?<reason>\S{1,80})/,
        category: "memory",
        title: "The memory at {reason} returned what was not written to it",
        cause: "A module of it is not sound; what passed through it may be damaged without a checksum that shows it",
        remedies: [
          look("See which one, and how often", "ras-mc-ctl --errors"),
          look("Swap it, then read all data through: zpool scrub of each pool"),
        ],
      },
    ],
    needles: ["Machine Check", "mce: [Hardware Error]"],
    pattern: /mce: \[Hardware Error\]: (?:Machine check|CPU \d+)|Machine Check Exception/,
    title: "The processor or the memory reported a fault",
    cause: "The machine's hardware is not sound",
    remedies: [look("See what was counted", "ras-mc-ctl --summary")],
    source: "Linux mce",
  },
  {
    id: "stack-in-zfs",
    instead: [
      {
        when: /lock order reversal|witness_/,
        severity: "info",
        title: "The kernel says in which order ZFS took its locks",
        cause: "A kernel built with WITNESS warns of orders that could block each other; nothing stopped",
      },
    ],
    needles: "/frame 0x",
    lines: 12,
    pattern:
      /^(?:[^\n]{0,40} )?\w{1,60}\(\) at \w{1,60}\+0x[0-9a-f]{1,6}\/frame 0x[0-9a-f]{8,16}\n(?:[^\n]{0,160}\n){0,9}?(?:[^\n]{0,40} )?(?<process>(?:zfs|zone_dataset|spa|zio|dbuf|dmu|dsl|arc|vdev|zil|zvol|zap|zpl)_\w{1,60})\(\) at /m,
    title: "The kernel shows a stack in ZFS ({process}), as after a panic",
    cause: "A fault of that release, or metadata that it does not bear",
    remedies: [
      versionsHere,
      look("Keep the whole trace, with the line 'panic:' above it, and compare it with what is known of that release"),
    ],
    source: "FreeBSD kernel; openzfs/zfs#11241",
  },
  {
    id: "waits-in-module",
    severity: "warning",
    needles: [" D ffff", " D 0000"],
    lines: 12,
    pattern:
      /\b(?<process>z_(?:wr|rd|fr|null|ioctl)\w{0,20}|txg_\w{1,12}|zfs|zpool|receive_writer|spl_\w{1,20}) {1,12}D [0-9a-f]{8,16}[^\n]{0,80}(?:\n[^\n]{0,120}){1,10}?\n[^\n]{0,80}\+0x[0-9a-f]{1,5}\/0x[0-9a-f]{1,5} \[(?:zfs|spl)\]/,
    title: "{process} waits in the zfs module when the kernel looked",
    cause: "It waits for a lock or for a device; where the devices answer, it is a fault of the module",
    remedies: [kernelLog, versionsHere],
    source: "Linux kernel, hung tasks; openzfs/zfs#3613",
  },
]);
