import { change, type Entry, entriesOf, look } from "./entry";
import { kernelLog, smartOf, statusOfPool, versionsHere } from "./looks";

const cable = change("Check cable, backplane and power; then replace the device if it goes on");
const arc = look("See how much the ARC takes", "awk '/^(size|c_max) /{print $1, $3}' /proc/spl/kstat/zfs/arcstats");

/** Devices, memory and the kernel, beyond what stands in their own categories: FreeBSD's words, older and newer ones of Linux. */
export const hardware: readonly Entry[] = [
  ...entriesOf("device", [
    {
      id: "nvme-failing",
      needles: ["nvme"],
      pattern:
        /(?<device>nvme\d+(?:n\d+)?): (?:[^\n]{0,60}I\/O (?:tag )?\d+ [^\n]{0,80}(?:timeout|Error)|resetting controller|controller is down|I\/O Cmd\(0x[0-9a-f]+\) @ LBA|I\/O Error \(sct|controller (?:returned error|cap)|failed to set APST|async event|Shutdown timeout|Controller not ready|RECOVERY_START|Resetting controller due to|(?:WRITE|READ) sqid:\d+[^\n]{0,160}|ABORTED)|nvme \S{1,20} [^\n]{0,40}(?:critical warning|PCI error|AER)/,
      title: "{device|An NVMe device} failed a request or was reset",
      cause: "Its firmware hung, it is too hot, its slot or power is not sound, or it is worn",
      remedies: [look("Ask it how it is", "nvme smart-log /dev/{device}"), kernelLog],
      source: "Linux nvme, FreeBSD nvme(4)",
    },
    {
      id: "scsi-failed-request",
      needles: ["FAILED Result: hostbyte=", "Synchronize Cache(10) failed", "Write(10) failed", "Read Capacity(", "hostbyte=DID_", "end_request: "],
      pattern:
        /(?:\[(?<device>sd[a-z]+)\] )?(?:tag#\d+ )?(?:FAILED|UNKNOWN\(0x\d+\)) Result: hostbyte=DID_\w+|\[(?<device2>sd[a-z]+)\] (?:Synchronize Cache\(10\)|Read Capacity\(\d+\)|Write\(1[06]\)) failed: Result|end_request: I\/O error, dev (?<device3>\w+)/,
      title: "{device|A disk} did not carry out a request",
      cause: "The way to it was interrupted, or it failed",
      remedies: [smartOf, cable],
      follows: ["device"],
      source: "Linux SCSI",
    },
    {
      id: "freebsd-cam-error",
      needles: ["CAM status: ", "Retries exhausted", "Unretryable error", "SCSI sense: ", "lost device"],
      pattern:
        /\((?<device>(?:da|ada|nda|ses)\d+):\w+:[\d:a-f]+\): (?:CAM status: (?!Command complete)|Error \d+, (?:Retries exhausted|Unretryable error)|SCSI sense: (?:MEDIUM|HARDWARE|ABORTED|NOT READY)|Retrying command|lost device|got CAM status)/,
      title: "{device} failed a command",
      cause: "The disk, its cable, its power or the controller is not sound",
      remedies: [look("Ask the device itself", "smartctl -x /dev/{device}"), cable],
      source: "FreeBSD CAM",
    },
    {
      id: "controller-failed",
      needles: ["IOC Fault", "SAS host is non-operational", "megaraid_sas ", "controller lockup", "Adapter at PCI", "hpsa ", "aacraid: ", "Out of chain frames", "SCSI command timeout on device", "arcmsr"],
      pattern:
        /mp[rst]\d*: IOC Fault|SAS host is non-operational|megaraid_sas [\w:.]+: [^\n]{0,80}(?:reset|FW in FAULT|timed? ?out|waiting for FW)|controller lockup detected|hpsa [\w:.]+: [^\n]{0,80}(?:reset|offline)|aacraid: Host [^\n]{0,40}(?:abort|reset)|mp[rst]\d*: (?:Out of chain frames|SCSI command timeout)/,
      title: "The controller of the disks stopped answering",
      cause: "Its firmware, its heat or its slot: all disks behind it go with it",
      remedies: [kernelLog, change("Cool it, update its firmware, or seat it anew")],
      source: "Linux mpt3sas, megaraid_sas, hpsa; FreeBSD mps(4)",
    },
    {
      id: "ata-disk-lost",
      needles: ["SATA link down", ".00: disabled", "link is slow to respond", "softreset failed", "detaching (SCSI", "revalidation failed", "qc timeout"],
      pattern:
        /(?<device>ata\d+)(?:\.\d+)?: (?:disabled|link is slow to respond|softreset failed|revalidation failed|qc timeout|detaching \(SCSI)/,
      title: "The disk on {device} no longer answers",
      cause: "It failed, lost its power or its cable",
      remedies: [cable],
      follows: ["device"],
      source: "Linux libata",
    },
    {
      id: "pcie-error",
      severity: "warning",
      needles: ["PCIe Bus Error"],
      pattern: /PCIe Bus Error: severity=(?:Uncorrected|Uncorrectable|Fatal)|PCIe Bus Error: severity=Corrected[^\n]{0,80}type=(?:Data Link|Physical)/,
      title: "A PCIe link has errors",
      cause: "A card, a riser or an NVMe device sits badly, or its power saving does not get on with the board",
      remedies: [kernelLog],
      follows: ["device"],
      source: "Linux AER",
    },
  ]),
  ...entriesOf("memory", [
    {
      id: "killed-in-shell",
      needles: [" Killed ", "Killed: 9", "vmap allocation for size", "Unable to allocate memory on node", "was killed: out of swap", "failed to reclaim memory", "ENOMEM", "MemoryError"],
      pattern:
        /line \d+: +\d+ Killed +[^\n]{0,80}(?:zfs|zpool|ssh|mbuffer|syncoid)|vmap allocation for size \d+ failed|pid \d+ \((?<process>[\w.-]+)\)[^\n]{0,60}was killed: (?:out of swap|failed to reclaim memory)|SLUB: Unable to allocate memory on node|^MemoryError\b/m,
      title: "{process|A program} was ended or refused, since memory ran out",
      cause: "Programs and the ARC together wanted more than there is",
      remedies: [arc, look("See what the kernel said", "journalctl -k -g oom --no-pager"), change("Bound the ARC: zfs_arc_max")],
      source: "sh, Linux mm, FreeBSD vm",
    },
    {
      id: "oom-task",
      needles: ["oom-kill:constraint", "Memory cgroup out of memory", "oom_reaper: reaped process"],
      pattern:
        /oom-kill:constraint=[^\n]{0,400}task=(?<process>zfs|zpool|mbuffer|ssh|sshd|syncoid|perl|zrepl|node|python3?|pveproxy|middlewared)|Memory cgroup out of memory: Killed process \d+ \((?<process2>python3?|pv|bash|java)\)/,
      title: "The kernel ended {process}, since memory ran out",
      cause: "Programs and the ARC together wanted more than there is",
      remedies: [arc, change("Bound the ARC: zfs_arc_max")],
      follows: ["memory"],
      source: "Linux mm",
    },
    {
      id: "l2arc-rebuild-memory",
      severity: "warning",
      needles: "aborting L2ARC rebuild",
      pattern: /System running low on memory, aborting L2ARC rebuild/,
      title: "The cache device was not read in again: memory is short",
      cause: "The list of what lies on it takes memory itself",
      remedies: [arc],
      source: "OpenZFS module/zfs/arc.c",
    },
  ]),
  ...entriesOf("kernel-bug", [
    {
      id: "command-crashed",
      needles: ["segfault at ", "Segmentation fault", "core dumped", "exited on signal", "Assertion `", "Assertion failed", "terminated by signal", "SIGSEGV", "SIGABRT", "traps: "],
      pattern:
        /(?<process>zfs|zpool|zed|zdb|zstream|zstreamdump|mbuffer|zrepl)\[\d+\]: segfault at|(?:^|[\s/])(?<process2>zfs|zpool|zed|zdb|mbuffer)(?:\.\w+)? [^\n]{0,200}(?:Segmentation fault|Aborted)|(?:Segmentation fault|Aborted|Bus error) {1,12}(?:\(core dumped\) {1,12})?(?:sudo )?(?<process3>zfs|zpool|zed|zdb|mbuffer)\b|pid \d+ \((?<process4>zfs|zpool|zed|zdb)\)[^\n]{0,60}exited on signal \d+|(?<process5>zfs|zpool|zed|zdb|zstream): [^\n]{0,300}Assertion `|(?<process6>zfs|zpool|zed|zdb|zstream)[^\n]{0,200}Assertion failed|traps: (?<process7>zfs|zpool|zed|zdb)\[/,
      title: "{process|A command of zfs} crashed",
      cause: "A fault of the command, a library that does not fit it, or a stream or pool that it does not understand",
      remedies: [versionsHere, kernelLog],
      source: "Linux, FreeBSD, glibc",
    },
    {
      id: "kernel-panic-zfs",
      needles: ["Solaris(panic)", "allocating allocated segment", "freeing free segment", "SPL PANIC", "NULL pointer dereference", "unable to handle page fault", "unable to handle kernel", "Fatal trap ", "panic: VERIFY", "SPLError: "],
      pattern:
        /Solaris\(panic\): |(?:allocating allocated|freeing free) segment|SPL PANIC|NULL pointer dereference|unable to handle (?:page fault|kernel)|Fatal trap \d+: |panic: (?:VERIFY|zfs|solaris)|SPLError: /,
      title: "The kernel or the zfs module stopped at something that must not be",
      cause: "A fault of it, damaged metadata, or memory that is not sound",
      remedies: [kernelLog, versionsHere, statusOfPool],
      follows: ["kernel-bug", "data-corruption"],
      source: "Linux, FreeBSD, OpenZFS spl",
    },
    {
      id: "zfs-taint-trace",
      needles: ["RIP: 0010:", "RIP: "],
      pattern: /RIP: (?:\d+:)?\w+\+0x[0-9a-f]+\/0x[0-9a-f]+ \[(?:zfs|spl|icp|zavl|znvpair|zcommon)\]/,
      title: "The kernel stopped in the zfs module",
      cause: "A fault of OpenZFS or of the memory; the trace says where",
      remedies: [kernelLog, versionsHere],
      follows: ["kernel-bug", "data-corruption"],
      source: "Linux",
    },
    {
      id: "any-task-hung",
      severity: "warning",
      needles: " blocked for more than ",
      pattern: /INFO: task (?<process>\S{1,40}):\d+ blocked for more than \d+ seconds/,
      title: "{process} has hung for minutes",
      cause: "The device or filesystem it waits for does not answer",
      remedies: [statusOfPool, kernelLog],
      follows: ["pool-health", "device", "kernel-bug", "memory"],
      source: "Linux hung_task",
    },
  ]),
  ...entriesOf("module", [
    {
      id: "module-build-failed",
      needles: ["interfaces were detected", "Unable to build an empty module", "Consult /var/lib/dkms", "make.log for more information", "could not insert 'zfs'", "could not insert 'spl'", "zfs-dkms", "Error! Module version", "modprobe: can't load module", "kernel module failed to build"],
      pattern:
        /None of the expected .{1,80} interfaces were detected|Unable to build an empty module|Consult \/var\/lib\/dkms\/(?:zfs|spl)|could not insert '(?:zfs|spl)'|(?:installed zfs-dkms|zfs-dkms)[^\n]{0,120}(?:returned error|subprocess|failed)|modprobe: can't load module (?:zfs|spl)|configure: error:[^\n]{0,200}(?:kernel|ZFS|zfs)/,
      title: "The zfs module could not be built or loaded for the running kernel",
      cause: "This release of OpenZFS does not know that kernel, or its headers or build tools are missing",
      remedies: [
        look("See for which kernels it was built", "dkms status"),
        look("See what the compiler said", "tail -n 50 /var/lib/dkms/zfs/*/build/make.log"),
      ],
      source: "OpenZFS configure, dkms, kmod",
    },
    {
      id: "library-symbols",
      needles: ["undefined symbol: ", "version `", "symbol lookup error"],
      pattern:
        /(?<path>zfs|zpool|zed|libzfs\S*|libzpool\S*|libnvpair\S*)[^\n]{0,120}(?:undefined symbol: |symbol lookup error)|symbol lookup error: \S*(?:zfs|zpool)\S*: /,
      title: "Commands and libraries of zfs are of different releases",
      cause: "An update was not finished, or files of two installations are mixed",
      remedies: [versionsHere, change("Install the packages of OpenZFS anew, all of one release")],
      source: "glibc",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "unit-of-replication-failed",
      needles: [".service: "],
      pattern:
        /(?<unit>[\w@.\\:-]*(?:zfs|zpool|zrepl|sanoid|syncoid|znapzend|snapshot|replicat|autobackup|zettarepl|pvesr)[\w@.\\:-]*\.service): (?:Main process exited, code=(?:exited|killed|dumped), status=(?!0\/)|Failed with result (?!'oom-kill')|start operation timed out|Start operation timed out|State '[\w-]+' timed out|Control process exited, code=exited,? status=(?!0\/))/,
      title: "{unit} failed",
      cause: "What it runs ended with an error, or took too long, which its log tells",
      remedies: [look("Read what the unit said", "journalctl -u {unit} -n 100 --no-pager")],
      follows: "any",
      source: "systemd",
    },
    {
      id: "unit-device-waited-for",
      needles: ["Timed out waiting for device", "Job dev-zvol", "A start job for unit zfs"],
      pattern: /Timed out waiting for device (?:\/dev\/zvol\/|dev-zvol-)(?<path>[^\s.]+)|Job dev-zvol-\S+ (?:timed out|failed)|A start job for unit (?<unit>zfs\S+) has (?:finished with a failure|failed)/,
      title: "{unit|Something} waited in vain for a volume or a unit of ZFS",
      cause: "The pool was not imported in time, or the volume does not exist any more",
      remedies: [look("See which units failed", "systemctl --failed")],
      follows: ["pool-health", "module", "encryption", "mount"],
      source: "systemd",
    },
    {
      id: "unit-ordering-cycle",
      needles: "rdering cycle",
      pattern: /Found ordering cycle on (?<unit>(?:zfs|zed|sanoid|zrepl)\S*)|(?:zfs|zpool)\S*: Job (?:zfs\S+|\S+)\/start deleted to break ordering cycle/,
      title: "Units of ZFS wait for each other, so one was not started",
      cause: "A unit was told to come before and after the same one",
      remedies: [look("See the order", "systemd-analyze critical-chain zfs.target")],
      source: "systemd",
    },
  ]),
];
