import { change, entriesOf, look } from "./entry";
import { kernelLog, statusOfPool, unnamed, withoutHostid } from "./looks";

const importable = look("See what could be imported, and what is missing", "zpool import");
const clear = change("When the devices are back, let it go on", "zpool clear {pool}");

/** The state of a pool: what `zpool status`, `zpool import`, zed and the kernel say of it. */
export const poolHealth = entriesOf("pool-health", [
  {
    of: "pool-suspended",
    urgent: true,
    title: "{pool|The pool} is suspended",
    remedies: [statusOfPool, kernelLog, clear],
    alsoToldAs: "suspended",
  },
  {
    of: "read-only-filesystem",
    title: "It is read-only",
    cause: "Its property readonly is on, it is a snapshot, or its pool is imported read-only",
    severity: "warning",
  },
  {
    of: "pool-read-only",
    title: "The pool is imported read-only",
    cause: "It was imported with readonly=on, by hand or by a rescue system",
  },
  {
    of: "pool-missing",
    instead: [
      unnamed,
      {
        when: /ZPOOL \{?(?<pool>[\w.:-]{1,255})\}? does not exist and\/or is not responding/,
        title: "There is no pool {pool} here, and sanoid is to look after it",
        cause: "It is not imported, or a section of sanoid.conf is another machine's",
        remedies: [
          importable,
          change("If it is none of this machine's, take its section out of /etc/sanoid/sanoid.conf"),
        ],
      },
    ],
    title: "There is no pool {pool|of that name}",
    remedies: [importable],
  },
  {
    of: "import-no-such-pool",
    next: "in remedies",
    instead: [
      unnamed,
      {
        when: /cannot import '(?<pool>[^'\n]{1,255})': no such pool or dataset[\s\S]{0,2000}(?<unit>zfs-import-cache\.service): [\s\S]{0,2000}(?:Mounted|Reached target)[^\n]{0,40}(?:\/sysroot|Initrd Root)/,
        category: "service",
        title: "{unit} failed over {pool}, whose devices are not there so early; the root was mounted all the same",
        cause: "The list of pools that the initramfs has names it as well: its disks are unlocked or found later",
        remedies: [
          look("See whether it is imported by now", "zpool list {pool}"),
          change(
            "Leave it out of that list, and import it by a unit of its own after unlocking",
            "zpool set cachefile=none {pool}",
          ),
          change("Then build the initramfs anew, with the list that is left: dracut -f"),
        ],
      },
      {
        when: /zpool import -d (?<path>\S+)[^\n]{0,80}\n\s*pool: (?<pool>\S+)/,
        title: "{pool} could not be imported: its devices are not where zpool looked",
        cause: "It is found in {path}",
        remedies: [
          look("See what could be imported from there", "zpool import -d {path}"),
          change("Import it from there", "zpool import -d {path} {pool}"),
        ],
      },
    ],
    title: "{pool} could not be imported: its devices are not there",
    remedies: [importable, look("Look by id", "zpool import -d /dev/disk/by-id")],
  },
  {
    of: "receive-unable",
    title: "The target's pool could not take the stream",
    cause: "It is suspended, full, read-only, or failed to write",
    remedies: [statusOfPool],
    follows: "any",
  },
  {
    id: "kernel-pool-suspended",
    needles: "has been suspended",
    pattern: /Pool '(?<pool>[^']+)' has encountered an uncorrectable I\/O failure and has been suspended/,
    title: "{pool} is suspended: nothing of it can be read or written",
    cause: "The devices that it needs no longer answer",
    remedies: [statusOfPool, kernelLog, clear],
    follows: ["device"],
    urgent: true,
    alsoToldAs: "suspended",
    source: "OpenZFS module/zfs/zio.c",
  },
  {
    id: "multihost-suspended",
    needles: "MMP writes to pool",
    pattern: /MMP writes to pool '(?<pool>[^']+)' have not succeeded in over \d+/,
    title: "{pool} was suspended to keep two hosts from writing to it",
    cause: "Its heartbeat could not be written in time: slow or missing devices",
    remedies: [
      statusOfPool,
      look("See whether another host has it before it is cleared", "zpool get -H multihost {pool}"),
    ],
    source: "OpenZFS module/zfs/mmp.c",
  },
  {
    id: "pool-last-accessed-elsewhere",
    needles: [
      "was previously in use from another system",
      "may be in use from other system",
      "last accessed by another system",
      "ZFS-8000-EY",
    ],
    pattern:
      /(?:cannot import '(?<pool>[^']+)': )?pool (?:was previously in use from another|may be in use from other) system|pool '(?<pool2>[^']+)' could not be loaded as it was last accessed by another system|last accessed by another system|ZFS-8000-EY/,
    instead: [
      {
        when: /^\s*(?<pool>[\w.:-]{1,255})\s+UNAVAIL\s+unsupported feature\(s\)/m,
        category: "feature-version",
        title: "{pool|The pool} uses features that this OpenZFS does not know",
        cause:
          "A newer one, or that of another system, enabled them; that another system had it last is the smaller trouble",
        remedies: [
          look("See which they are: zpool import, without a name, lists them"),
          look("To get the data off it, try to import it to be read alone: zpool import -o readonly=on POOL"),
          change("Import it on a system that knows them, or update OpenZFS here"),
        ],
      },
      {
        when: /zpool import [^\n]{0,80}-f[^\n]{0,200}\n(?:[^\n]{0,200}\n){0,3}cannot import '[^']{1,255}': I\/O error/,
        severity: "info",
        title: "{pool|The pool} had been in use on another system, and its import was forced since",
        remedies: [],
      },
      withoutHostid,
    ],
    title: "{pool|The pool} was in use on another system",
    cause: "It was not exported there, or this machine's hostid has changed",
    remedies: [
      importable,
      look("Make sure that the other system is off or has exported it; only then import it with -f"),
    ],
    source: "zpool import (ZFS-8000-EY)",
  },
  {
    id: "pool-in-use-elsewhere",
    needles: [
      "currently imported by another system",
      "ZFS-8000-JE",
      "is imported by another",
      "pool is imported on ",
      "activity detected, aborted import",
    ],
    pattern:
      /currently imported by another system|is imported by another|(?:cannot import '(?<pool>[^']+)': )?pool is imported on (?:a different host|(?:host )?\S+ \(hostid)|pool '(?<pool2>[^']+)' activity detected, aborted import/,
    instead: [
      {
        when: /'(?<pool>[^']{1,255})': pool is imported on host '<unknown>' \(hostid=0/,
        title: "{pool} looks as if another system had it, one that has no name",
        cause: "Multihost protection saw it change: a machine without a hostid has it, or shared disks answer late",
        remedies: [
          look("See that no other machine has it imported: zpool list, on each that reaches its disks"),
          look("See whether this release is known for it", "zfs version"),
          change("If truly none has it, import it where it was exported last, and set multihost=off for the move"),
        ],
      },
    ],
    title: "{pool|The pool} is in use on another system just now",
    cause: "Multihost protection saw its heartbeat",
    remedies: [look("Export it there first; never force it")],
    alsoToldAs: "elsewhere",
    source: "zpool import",
  },
  {
    id: "import-device-unavailable",
    needles: ["one or more devices is currently unavailable"],
    pattern:
      /(?:cannot import '(?<pool>[^']+)': )?(?<!cannot create '[^'\n]{1,255}': )one or more devices is currently unavailable/,
    title: "{pool|The pool} lacks devices that it needs",
    cause: "Disks are missing, were renamed, or appear later than the import",
    remedies: [importable, statusOfPool],
    source: "OpenZFS lib/libzfs",
  },
  {
    id: "import-io-error",
    needles: ["I/O error"],
    pattern: /cannot import '(?<pool>[^']+)': I\/O error/,
    title: "{pool} could not be imported: reading it failed",
    cause: "Its newest state cannot be read; an older one perhaps can",
    remedies: [kernelLog, look("See what going back would cost, without doing it", "zpool import -nF {pool}")],
    source: "OpenZFS lib/libzfs",
  },
  {
    id: "zed-state",
    severity: "error",
    needles: ["class=statechange", "vdev_state="],
    pattern:
      /class=statechange(?: pool='(?<pool>[^']+)')?(?: vdev=(?<device>\S+))?[^\n]{0,200}vdev_state=(?:FAULTED|DEGRADED|UNAVAIL|REMOVED|CANT_OPEN)/,
    title: "{device|A device} of {pool|a pool} failed or went away",
    cause: "It returned too many errors, or no longer answers",
    remedies: [statusOfPool, kernelLog],
    source: "OpenZFS zed.d/all-syslog.sh",
  },
  {
    id: "zed-io",
    severity: "warning",
    needles: [
      "class=io ",
      "class=io_failure",
      "class=probe_failure",
      "class=vdev.",
      "ereport.fs.zfs.io",
      "ereport.fs.zfs.probe_failure",
      "ereport.fs.zfs.vdev.",
    ],
    pattern:
      /class=(?:io|io_failure|probe_failure|vdev\.(?:open_failed|corrupt_data|no_replicas|bad_guid_sum|bad_label|too_small))(?: pool='(?<pool>[^']+)')?(?: vdev=(?<device>\S+))?|ereport\.fs\.zfs\.(?:io|io_failure|probe_failure|vdev\.\w+)/,
    title: "{device|A device} of {pool|the pool} did not do what it was asked",
    cause: "A read or write on it failed, or it could not be opened",
    remedies: [statusOfPool, kernelLog],
    follows: ["device"],
    source: "OpenZFS zed.d/all-syslog.sh",
  },
  {
    id: "zed-mail-fault",
    needles: [
      "ZFS device fault for pool ",
      "associated with a ZFS device",
      "ZFS has detected that a device was removed",
    ],
    pattern:
      /ZFS device fault for pool (?<pool>\S+)|number of (?:I\/O|checksum) errors associated with a ZFS device|ZFS has detected that a device was removed/,
    title: "A device of {pool|a pool} failed or went away",
    cause: "It returned too many errors, so it is not used any more, or it no longer answers",
    remedies: [statusOfPool, kernelLog],
    source: "OpenZFS zed.d/statechange-notify.sh",
  },
  {
    id: "kernel-hung-pool",
    needles: ["' is hung.", "is set to panic"],
    pattern:
      /determined I\/O to pool '(?<pool>[^']+)' is hung|Pool '(?<pool2>[^']+)' has encountered .{1,80} is set to panic/,
    title: "{pool} no longer answers",
    cause: "Requests to its devices hang or failed, and the pool's failmode decides what comes of it",
    remedies: [statusOfPool, kernelLog],
    follows: ["device"],
    source: "OpenZFS module/zfs/vdev.c, spa_misc.c",
  },
  {
    id: "import-claim-failed",
    needles: ["aborted import during", "multihost property on and the"],
    pattern:
      /pool '(?<pool>[^']+)' (?:had I\/O errors writing the claim|could not claim every device|system hostid not set).{0,100}|[Cc]annot import '(?<pool2>[^']+)': pool has the multihost property on/,
    title: "{pool} was not imported: multihost protection could not be sure",
    cause: "This machine has no hostid, or a device could not be written to",
    remedies: [
      importable,
      look("See this machine's hostid: zero is none", "cat /sys/module/spl/parameters/spl_hostid"),
    ],
    source: "OpenZFS module/zfs/spa.c, mmp.c",
  },
  {
    id: "truenas-pool-alert",
    needles: [" state is DEGRADED", " state is FAULTED", " state is UNAVAIL", " state is SUSPENDED"],
    pattern: /Pool (?<pool>\S+) state is (?:DEGRADED|FAULTED|UNAVAIL|SUSPENDED)/,
    title: "{pool} is not healthy",
    cause: "Devices of it are missing, failed or returned errors",
    remedies: [statusOfPool],
    source: "TrueNAS middleware",
  },
  {
    id: "import-ambiguous",
    needles: "more than one matching pool",
    pattern: /cannot import '(?<pool>[^']+)': more than one matching pool/,
    title: "There is more than one pool of the name {pool}",
    cause: "Disks of an old pool of that name are still attached, or were not cleared",
    remedies: [importable, look("Import the right one by its number: zpool import ID")],
    source: "OpenZFS cmd/zpool",
  },
  {
    id: "import-waiting",
    needles: [" in state UNAVAIL, waiting", " in state FAULTED, waiting"],
    pattern: /Pool (?<pool>\S+) in state (?:UNAVAIL|FAULTED), waiting/,
    title: "{pool} lacks devices, and booting waits for them",
    cause: "Disks are missing, appear late, or a pool with a similar name is meant",
    remedies: [importable],
    source: "NixOS zfs-import",
  },
  {
    id: "zio-error",
    needles: "zio pool=",
    pattern: /zio pool=(?<pool>\S+) vdev=(?<device>\S+) error=\d+ type=\d+/,
    title: "A read or write on {device} of {pool} failed",
    cause: "The device reported an error, or is gone",
    remedies: [statusOfPool, kernelLog],
    follows: ["device"],
    source: "OpenZFS module/os/linux/zfs/vdev_disk.c",
  },
  {
    id: "deadman",
    needles: ["class=deadman", "ereport.fs.zfs.deadman", "slow vdev: "],
    pattern: /class=deadman(?: pool='(?<pool>[^']+)')?|ereport\.fs\.zfs\.deadman|slow vdev: /,
    title: "A request to a device of {pool|the pool} has hung for minutes",
    cause: "The device or its controller no longer answers",
    remedies: [statusOfPool, kernelLog],
    follows: ["device"],
    source: "OpenZFS module/zfs/vdev.c",
  },
  {
    id: "sanoid-health",
    needles: ["ZPOOL "],
    pattern:
      /(?:CRIT|WARN(?:ING)?)\S* ZPOOL (?<pool>\S+) : (?:DEGRADED|FAULTED|UNAVAIL|SUSPENDED|ONLINE \{[^}]{0,200}errors)/,
    title: "{pool} is not healthy",
    cause: "sanoid's check of pools saw devices that are missing or failed",
    remedies: [statusOfPool],
    source: "sanoid --monitor-health",
  },
]);
