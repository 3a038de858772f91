import { change, entriesOf, look } from "./entry";
import { kernelLog, smartOf } from "./looks";

const cable = change("Check cable, backplane and power; then replace the device if it goes on");

/** Disks, their controllers and cables, as the kernel and smartd tell. */
export const device = entriesOf("device", [
  {
    id: "ata-error",
    needles: [": failed command: ", ": exception Emask", ": error: {", ": SError: {"],
    pattern: /(?<device>ata\d+)(?:\.\d+)?: (?:failed command: |exception Emask |error: \{|SError: \{)/,
    title: "The disk on {device} failed a command",
    cause: "The disk, its cable or its power is not sound",
    remedies: [look("See which disk that is", "ls -l /sys/class/ata_port/ /dev/disk/by-path"), cable],
    source: "Linux libata",
  },
  {
    id: "ata-reset",
    severity: "warning",
    needles: ["hard resetting link", "COMRESET failed", "limiting SATA link speed"],
    pattern: /(?<device>ata\d+)(?:\.\d+)?: (?:hard resetting link|COMRESET failed|limiting SATA link speed)/,
    title: "The link of {device} was reset",
    cause: "The disk did not answer, or its cable is bad",
    remedies: [cable],
    follows: ["device"],
    source: "Linux libata",
  },
  {
    id: "block-io-error",
    needles: [
      "I/O error, dev ",
      "critical medium error, dev",
      "critical target error, dev",
      "critical space allocation error, dev",
    ],
    pattern:
      /(?:I\/O error|critical (?:medium|target|space allocation|nexus) error), dev (?<device>[\w-]+), sector \d+/,
    title: "Reading or writing {device} failed",
    cause: "The device could not do it: a bad place on it, a cable, a controller",
    remedies: [smartOf, cable],
    source: "Linux block layer",
  },
  {
    id: "buffer-io-error",
    severity: "warning",
    needles: ["Buffer I/O error on dev"],
    pattern: /Buffer I\/O error on dev(?:ice)? (?<device>[\w-]+), logical block/,
    title: "Reading or writing {device} failed",
    cause: "The device or volume below could not do it",
    remedies: [kernelLog],
    follows: ["device", "pool-health"],
    source: "Linux block layer",
  },
  {
    id: "scsi-sense",
    needles: ["Sense Key : ", "Unrecovered read error"],
    pattern:
      /(?:\[(?<device>sd[a-z]+)\][^\n]{0,60})?(?:Sense Key : (?:Medium Error|Hardware Error|Aborted Command|Not Ready)|Unrecovered read error)/,
    title: "{device|A disk} reported an error",
    cause: "The disk says itself that it could not do it",
    remedies: [smartOf, cable],
    source: "Linux SCSI",
  },
  {
    id: "scsi-offlined",
    needles: [
      "Device offlined",
      "rejecting I/O to offline device",
      "rejecting I/O to dead device",
      "Synchronizing SCSI cache failed",
    ],
    pattern:
      /sd [\d:]+: (?:\[(?<device>sd[a-z]+)\] )?(?:Device offlined|rejecting I\/O to (?:offline|dead) device)|Device offlined - not ready after error recovery/,
    title: "{device|A disk} no longer answers and was given up",
    cause: "It failed, lost its power or its cable",
    remedies: [cable],
    source: "Linux SCSI",
  },
  {
    id: "nvme-timeout",
    needles: ["nvme nvme"],
    pattern:
      /nvme (?<device>nvme\d+): (?:I\/O (?:tag )?\d+ .{0,80}timeout|controller is down; will reset|Removing after probe failure|Device not ready|Disabling device after reset failure|Abort status)/,
    title: "{device} stopped answering",
    cause: "Its firmware hung, it was too hot, or its power saving does not get on with the board",
    remedies: [
      look("Ask it how it is", "nvme smart-log /dev/{device}"),
      change("Try nvme_core.default_ps_max_latency_us=0 as a kernel parameter"),
    ],
    source: "Linux nvme; openzfs/zfs#16806, #14770",
  },
  {
    id: "sas-controller",
    severity: "warning",
    needles: ["log_info(0x", "attempting task abort", "attempting device reset", "fault_state("],
    pattern:
      /mpt[23]sas(?:_cm)?\d*: (?:log_info\(0x[0-9a-f]+\)|attempting (?:task abort|device reset|target reset|host reset)|fault_state\()|(?:sd|scsi) [\d:]+: (?:attempting|task abort)/,
    title: "The SAS controller reset something",
    cause: "A disk, an expander, a cable or the controller's firmware does not answer in time",
    remedies: [kernelLog, cable],
    source: "Linux mpt3sas; openzfs/zfs#704",
  },
  {
    id: "smart-failing",
    severity: "warning",
    needles: ["Device: /dev/"],
    pattern:
      /Device: (?<device>\/dev\/[\w/.-]+)(?: \[[\w,#/ -]{1,60}\])?, (?:\d+ (?:Currently unreadable \(pending\)|Offline uncorrectable) sectors|FAILED SMART self-check|SMART Failure: |Failed SMART usage Attribute|Self-Test Log error count increased|ATA error count increased)/,
    title: "{device} says that it is failing",
    instead: [
      {
        when: /Device: (?<device>\/dev\/[\w/.-]{1,80}) \[(?<reason>(?:areca|megaraid|cciss|3ware|hpt|aacraid)_\w{0,20}[^\]\n]{0,60})\]/,
        title: "A disk behind the controller {device} says that it is failing: {reason}",
        remedies: [
          look("Let it test itself, and ask it: smartctl -d TYPE,NUMBER -t long, later -x (smartctl(8) has the types)"),
          change("Replace that disk while it still works"),
        ],
      },
    ],
    cause: "It has places that it can no longer read, or failed its own test",
    remedies: [smartOf, change("Replace it while it still works: zpool replace POOL {'device} NEW")],
    source: "smartmontools smartd",
  },
  {
    id: "smart-attributes",
    needles: ["Current_Pending_Sector", "Offline_Uncorrectable"],
    pattern:
      /\b(?:197 Current_Pending_Sector|198 Offline_Uncorrectable) [^\n]{0,100} (?!0\s*$)(?<reason>\d{1,12})\s*$/m,
    title: "A disk has {reason} sectors that it cannot read",
    cause: "It is failing, whatever its overall assessment says: that goes by thresholds far beyond",
    remedies: [
      look("Let it test itself: smartctl -t long DEVICE"),
      change("Replace it while the rest of the pool is sound: zpool replace POOL DEVICE NEW"),
    ],
    source: "smartmontools smartctl",
  },
  {
    id: "usb-disconnect",
    severity: "warning",
    needles: ["USB disconnect", "uas_eh_abort_handler", "device descriptor read"],
    pattern:
      /usb (?<device>[\d.-]+): (?:USB disconnect|device descriptor read\/\d+, error|reset (?:Super|high)[Ss]\w+ USB device)|uas_eh_abort_handler/,
    title: "A USB device went away or was reset",
    cause: "Cable, power or the USB bridge",
    remedies: [cable],
    follows: ["device", "pool-health"],
    source: "Linux usb",
  },
  {
    id: "beyond-end",
    needles: "attempt to access beyond end of device",
    pattern: /attempt to access beyond end of device/,
    instead: [
      {
        when: /(?:(?<device>\w+): rw=\d+, want=\d+, limit=\d+\n[^\n]{0,80})?attempt to access beyond end of device(?:\n[^\n]{0,80}?(?<device2>\w+): rw=\d+, want=)?/,
        title: "{device|A device} was accessed beyond its end",
      },
    ],
    title: "A device was accessed beyond its end",
    cause: "The device is smaller than before: another disk, another controller mode, a shrunk volume",
    remedies: [look("See the sizes", "lsblk -b -o NAME,SIZE,MODEL")],
    source: "Linux block layer; openzfs/zfs#15932",
  },
  {
    id: "multipath-failing",
    severity: "warning",
    needles: ["remaining active paths", "Failing path"],
    pattern:
      /multipathd?\S*: .{0,80}(?:remaining active paths: \d+|Failing path)|device-mapper: multipath: .{0,40}Failing path/,
    title: "A path to a disk was lost",
    cause: "One of several ways to the disk failed",
    remedies: [look("See the paths", "multipath -ll")],
    source: "Linux multipath",
  },
  {
    id: "attach-device-not-known",
    needles: [": no such pool or dataset", ": no such device in pool"],
    pattern:
      /cannot (?:attach|replace) (?<device>[^\s:]{1,200}) (?:to|with) (?<reason>[^\s:]{1,200}): no such pool or dataset|cannot attach (?<device2>[^\s:]{1,200}) to (?<reason2>[^\s:]{1,200}): no such device in pool/,
    instead: [
      {
        when: /cannot attach (?<device>[^\s:]{1,200}) to (?<reason>[^\s:]{1,200}): no such device in pool/,
        title: "The pool does not know {reason}, which {device} was to be attached to",
        cause:
          "It is known there by another path, by that of its partition or by its number; an old label on either disk misleads it, too",
        remedies: [
          look("See what the pool calls it, by path and by number", "zpool status -P; zpool status -g"),
          look("See what is written on both disks: zdb -l /dev/DISK, and of each partition"),
          change("Name the old one by that path or number, and the new one by /dev/disk/by-id/…"),
        ],
      },
    ],
    title: "The pool has no device called so: {device} or {reason}",
    cause: "It goes by another name in the pool, or the new one is not known by that name yet",
    remedies: [
      look("See what the pool calls them", "zpool status -P"),
      look("Name the new one by its whole path: /dev/disk/by-id/…"),
    ],
    source: "OpenZFS lib/libzfs/libzfs_pool.c; openzfs/zfs#4144",
  },
  {
    id: "create-device-unavailable",
    needles: "one or more devices is currently unavailable",
    pattern: /cannot create '(?<pool>[^'\n]{1,255})': one or more devices is currently unavailable/,
    title: "{pool} could not be created: a device cannot be opened as it is to be used",
    cause: "It does not answer, is in use, or its blocks have another size than those of the others",
    remedies: [
      look("See their sizes of blocks, and what uses them", "lsblk -o NAME,PHY-SEC,LOG-SEC,SIZE,FSTYPE,MOUNTPOINT"),
      change("Where the sizes differ, give the greater one: zpool create -o ashift=12 …"),
    ],
    source: "OpenZFS lib/libzfs/libzfs_pool.c; openzfs/zfs#11087",
  },
]);
