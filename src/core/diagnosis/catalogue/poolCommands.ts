import { change, destroy, type Entry, entriesOf, look } from "./entry";
import { kernelLog, statusOfPool, versionsHere, versionsDiffer } from "./looks";

const keys = look(
  "See which keys are loaded, and where they are kept",
  "zfs get -H -r -t filesystem,volume -o name,property,value keystatus,encryptionroot,keylocation,keyformat {dataset?}",
);
const importable = look("See what could be imported, and what is missing", "zpool import");
const disks = look("See the disks and what is on them", "lsblk -o NAME,SIZE,FSTYPE,LABEL,PHY-SEC");

/** What zfs and zpool say, beside their table of messages, of data, pools, devices and mounts. */
export const poolCommands: readonly Entry[] = [
  ...entriesOf("data-corruption", [
    {
      id: "corrective-receive",
      needles: ["corrective rec", "local snapshot doesn't match the snapshot"],
      pattern:
        /corrective rece?i?v?e? (?:was not able|must specify|can not be used)|local snapshot doesn't match the snapshot/,
      title: "The healing receive could not mend what is damaged",
      cause: "The stream is not of that snapshot, or does not have the blocks that are needed",
      remedies: [statusOfPool],
      source: "OpenZFS lib/libzfs/libzfs_sendrecv.c",
    },
    {
      id: "status-data-corrupted",
      needles: [
        "The pool data is corrupted",
        "pool metadata is incomplete or corrupted",
        "will result in some data loss",
      ],
      pattern:
        /The pool data is corrupted|pool metadata is incomplete or corrupted|Recovery is possible, but will result in some data loss/,
      title: "{pool|The pool} cannot be opened whole: data on it is damaged",
      cause: "What describes the pool is damaged; an older state of it may still be good",
      remedies: [
        importable,
        look("See what going back would cost, without doing it", "zpool import -nF {pool}"),
        destroy("Only then go back to that state; what was written since is lost"),
      ],
      source: "OpenZFS cmd/zpool, lib/libzfs/libzfs_pool.c",
    },
    {
      id: "kernel-bad-objects",
      needles: [
        "zap_readdir: bad directory entry",
        "can't open objset",
        "accessing past end of object",
        "has xattr ",
        "bad leaf type",
        "zil_parse: lr_t",
      ],
      pattern:
        /zap_readdir: bad directory entry|can't open objset (?:for )?\S+ error \d+|can't open objset (?:for )?\S+, error \d+|zfs: accessing past end of object|inode \d+ has xattr "[^"\n]{0,200}" in both|zil_parse: lr_t/,
      title: "The module met metadata that makes no sense",
      cause: "It was damaged on the way to the disk, or by a fault of the program",
      remedies: [statusOfPool, kernelLog],
      source: "OpenZFS module/zfs, module/os/linux/zfs",
    },
  ]),
  ...entriesOf("data-corruption", [
    {
      id: "load-failed",
      needles: [
        "): FAILED: ",
        "unable to read the ",
        "vdev_load: ",
        "can't read MOS",
        "all block copies unavailable",
        "couldn't get 'config'",
      ],
      pattern:
        /spa_load\((?<pool>[\w.:-]+)[^)\n]{0,80}\): FAILED: (?!no such)|vdev '(?<device>[^'\n]+)': (?:unable to read the metaslab array|vdev_load: \w+ failed)|ZFS: (?:can't read MOS|i\/o error - all block copies unavailable)/,
      title: "{pool|A pool} could not be loaded: what describes it cannot be read",
      cause: "Metadata is damaged or on a device that is missing; an older state of the pool may still be good",
      remedies: [
        importable,
        kernelLog,
        look("See what going back would cost, without doing it", "zpool import -nF {pool}"),
      ],
      follows: ["device"],
      source: "OpenZFS dbgmsg, zdb; FreeBSD loader",
    },
  ]),
  ...entriesOf("pool-health", [
    {
      id: "freebsd-vdev-failure",
      needles: ["ZFS: vdev ", "ZFS: pool I/O failure", "ZFS: checksum mismatch", "vdev I/O failure", "zfsd: "],
      pattern:
        /ZFS(?:\[\d+\])?: (?:vdev (?:I\/O failure|failure|probe failure|is removed|.{0,20}(?:removed|faulted))|pool I\/O failure|checksum mismatch)[^\n]{0,40}(?:zpool=(?<pool>[\w.:-]+))?(?:[^\n]{0,40}path=(?<device>\S+))?/,
      title: "{device|A device} of {pool|a pool} failed a request",
      cause: "The device, its cable or its controller is not sound, or what it returned was damaged",
      remedies: [statusOfPool],
      source: "FreeBSD devd zfs.conf",
    },
    {
      id: "fault-manager-zfs",
      needles: ["ZFS-8000-FD", "ZFS-8000-GH", "ZFS-8000-CS", "ZFS-8000-D3", "ZFS-8000-FM", "ZFS-8000-LR"],
      pattern: /ZFS-8000-(?:FD|GH|CS|D3|FM|LR)\b/,
      title: "A device of a pool was given up, or is missing",
      cause: "It returned too many errors, or could not be opened",
      remedies: [look("See which", "zpool status -xv"), kernelLog],
      source: "illumos fmd",
    },
    {
      id: "monitoring-pool",
      needles: [
        "CRITICAL",
        "WARNING",
        "DEGRADED",
        "FAULTED",
        "UNAVAIL",
        "SUSPENDED",
        "degraded",
        "faulted",
        "unavailable",
        "suspended",
      ],
      pattern:
        /\b(?:CRITICAL|WARNING)\b[^\n]{0,60}\b(?:[Zz]pool|ZPOOL|ZFS|zfs|[Pp]ool)\b[^\n]{0,80}\b(?:DEGRADED|FAULTED|UNAVAIL|SUSPENDED)\b|\b[Pp]ool:? ['"]?(?<pool>[A-Za-z][\w.:-]*)['"]? (?:is|state is|status is|has become|changed to)(?: now)? (?:DEGRADED|FAULTED|UNAVAIL|SUSPENDED|degraded|faulted|unavailable|suspended)\b/,
      title: "A pool is not healthy",
      cause: "Devices of it are missing, failed or returned errors",
      remedies: [look("See which", "zpool status -xv")],
      source: "Nagios, Icinga, Zabbix",
    },
  ]),
  ...entriesOf("mount", [
    {
      id: "mount-pool-member",
      needles: "zfs_member",
      pattern: /unknown filesystem type '?"?zfs_member/,
      title: "A disk of a pool was to be mounted by itself",
      cause: "A pool is imported, not mounted; its datasets are mounted then",
      remedies: [importable],
      source: "util-linux",
    },
    {
      id: "mount-not-possible",
      needles: [
        "mount failed for unknown reason",
        "zfs_mount_at() failed",
        "unable to fetch ZFS version for filesystem",
        "mount point '",
        "successfully created, but not mounted",
        "successfully created, but not shared",
        "unable to remount filesystem",
        "unable to reshare filesystem",
        "but unable to mount some datasets",
        "but unable to share some datasets",
        "some datasets could not be mounted",
        "dataset is exported to a local zone",
        "is not complete, was created by receiving a redacted",
        "/etc/mtab could not be",
      ],
      pattern:
        /filesystem '(?<dataset>[^'\n]+)' mount failed for unknown reason|zfs_mount_at\(\) failed|unable to fetch ZFS version for filesystem '(?<dataset3>[^'\n]+)'|^mount point '[^'\n]+' does not exist|filesystem successfully created, but not (?:mounted|shared)|property may be set but unable to re(?:mount|share) filesystem|but unable to (?:mount|share) some datasets|but some datasets could not be mounted|cannot \w+ '(?<dataset2>[^'\n]+)': dataset is exported to a local zone|Dataset is not complete, was created by receiving a redacted|but \/etc\/mtab could not be/m,
      severity: "warning",
      title: "{dataset|A dataset} is there, and not mounted or shared",
      instead: [
        {
          when: /zfs_mount_at\(\) failed: mountpoint or dataset is busy[\s\S]{0,400}?\s(?<unit>[\w@.\\-]{1,100}\.mount): /,
          severity: "error",
          title: "{unit} was to mount what is mounted already",
          cause: "zfs mounts it by its own property mountpoint, and the unit or /etc/fstab does, too",
          remedies: [
            look("See what is mounted where", "zfs list -H -o name,mounted,mountpoint,canmount"),
            change("Leave it to one of them: mountpoint=legacy with the unit, or no unit and no line in /etc/fstab"),
          ],
        },
      ],
      cause: "What zfs or mount(8) said before tells why: a mountpoint in use, a key, another zone",
      remedies: [look("See what is mounted where", "zfs list -H -o name,mounted,mountpoint,canmount")],
      source: "OpenZFS cmd/zfs, cmd/zpool, cmd/mount_zfs",
      follows: ["encryption", "permission", "busy", "mount"],
    },
    {
      id: "mount-not-mounted",
      severity: "info",
      needles: ["not currently mounted", "'canmount' property is set to 'off'", "not currently shared"],
      pattern:
        /cannot \w+ '(?<dataset>[^'\n]+)': (?:not currently (?:mounted|shared)|'canmount' property is set to 'off')/,
      title: "{dataset} is not mounted",
      cause: "It was unmounted already, or its property canmount is off",
      source: "OpenZFS cmd/zfs/zfs_main.c",
    },
  ]),
  ...entriesOf("pool-health", [
    {
      id: "import-damaged",
      needles: [
        "cannot be imported due to",
        "The devices below are missing or corrupted",
        "insufficient replicas for the pool",
        "There are insufficient",
        "contains corrupted data",
        "pool devices are present and accessible",
        "Attach the missing",
        "pool is in an unavailable state",
        "is currently unavailable",
        "' is unavailable",
      ],
      pattern:
        /insufficient replicas for the pool to continue|could not be opened\. {1,2}There are insufficient|The pool cannot be imported due to (?:missing or )?damaged devices|One or more devices contains corrupted data|The devices below are missing or corrupted|Ensure all pool devices are present and accessible|cannot be imported\. Attach the missing|pool '(?<pool>[^'\n]+)' is unavailable|pool is in an unavailable state|pool is currently unavailable/,
      instead: [
        {
          when: /^[ \t]+\S+[ \t]+FAULTED[ \t]+corrupted data/m,
          unless: /UNAVAIL|missing device|cannot open/,
          title: "{pool|The pool} cannot be opened, although all its devices are there",
          cause:
            "What is written on them does not fit together: two systems had it imported at once, or writes were lost",
          remedies: [
            look("Make sure that no other system or guest has it"),
            look("See what going back would cost, without doing it", "zpool import -o readonly=on -nF {pool}"),
          ],
        },
        {
          when: /state: DEGRADED[\s\S]{0,600}The pool can be imported despite/,
          severity: "warning",
          title: "{pool|The pool} lacks devices, and can be imported without them",
          cause: "Disks are missing or damaged, and its redundancy still holds",
        },
      ],
      title: "{pool|The pool} lacks devices that it needs",
      cause: "Disks are missing, damaged, or appear later than the import",
      remedies: [importable, kernelLog],
      source: "OpenZFS cmd/zpool, lib/libzfs/libzfs_pool.c",
    },
    {
      id: "import-other-host",
      needles: [
        "must be exported from ",
        "Export this pool on all systems",
        "Export the pool on the other system",
        "has the multihost property on",
      ],
      pattern:
        /The pool must be exported from \S+ ?\(hostid|Export this pool on all systems|Export the pool on the other system|pool has the multihost property on/,
      title: "{pool|The pool} belongs to another machine",
      cause: "It was not exported there, or this machine has no hostid of its own",
      remedies: [look("See this machine's hostid", "hostid"), importable],
      alsoToldAs: "elsewhere",
      source: "OpenZFS cmd/zpool",
    },
    {
      id: "online-still-faulted",
      needles: ["onlined, but remains in", "failed to expand usable space", "could not be detected: device"],
      pattern:
        /device '(?<device>[^'\n]+)' onlined, but remains in \w+ state|failed to expand usable space on unhealthy device '(?<device2>[^'\n]+)'/,
      title: "{device} was put back, and is still not well",
      cause: "It holds something else now, or fails still",
      remedies: [statusOfPool, change("Replace it: zpool replace POOL {'device} NEW")],
      source: "OpenZFS cmd/zpool",
    },
    {
      id: "boot-pool-not-imported",
      needles: [
        "Manually import the",
        "No pool imported",
        "cannot import the root",
        "Failed to import pool",
        "failed to import pool",
        "Import of root pool",
      ],
      pattern:
        /Manually import the (?:root )?pool|No pool imported\.|[Ff]ailed to import pool ['"`]?(?<pool>[\w.:-]+)|cannot import the root/,
      title: "{pool|A pool} was not imported at boot",
      cause: "Its devices appear later than the import, it was last used by another machine, or it is damaged",
      remedies: [importable, kernelLog],
      follows: ["pool-health", "device", "module"],
      source: "OpenZFS contrib/initramfs, dracut; NixOS stage 1",
    },
  ]),
  ...entriesOf("device", [
    {
      id: "label-refused",
      needles: [
        "cannot label '",
        "cannot relabel '",
        "failed to detect device partitions",
        "freshly written EFI label",
        "Error preparing/labeling disk",
        "missing link: ",
      ],
      pattern:
        /cannot (?:re)?label '(?<device>[^'\n]+)': (?:unable to|partition would|failed to)|failed to detect device partitions on '(?<device2>[^'\n]+)'|freshly written EFI label on '(?<device3>[^'\n]+)' is damaged|Error preparing\/labeling disk|missing link: \S+ was partitioned/,
      title: "{device|A device} could not be labelled",
      cause: "Something else has it open, it is write-protected, or udev did not make its partitions in time",
      remedies: [disks, kernelLog],
      source: "OpenZFS lib/libzfs/os/linux",
    },
  ]),
  ...entriesOf("feature-version", [
    {
      id: "internal-invalid-argument",
      instead: [
        versionsDiffer,
        {
          when: /internal error: Invalid argument\n(?:[^\n]{0,80}\n)?[^\n]{0,40}(?:Aborted|Abort trap|core dumped)/,
          unless: /zstd/,
          category: "kernel-bug",
          title: "zfs met a value that it did not expect, and ended itself",
          cause: "A fault of that release, or a property or feature in the stream that is newer than it",
        },
      ],
      needles: "internal error: Invalid argument",
      pattern: /internal error: Invalid argument/,
      title: "zfs met a value that it does not know",
      cause: "A stream or a pool has a property or a feature that is newer than that release: compression by zstd, say",
      remedies: [versionsHere, look("Leave the source's properties out: send without -p and -R, or receive with -x")],
      source: "OpenZFS lib/libzfs; openzfs/zfs#11428",
    },
  ]),
  ...entriesOf("encryption", [
    {
      id: "key-shown-unavailable",
      severity: "info",
      needles: "keystatus",
      pattern: /(?<dataset>[\w.-]+(?:\/[\w./:-]*)?)[ \t]+keystatus[ \t]+unavailable/,
      title: "The key of {dataset} is not loaded",
      cause:
        "That is as it should be for a replica that was received raw, and not for what is to be mounted or sent plain",
      remedies: [keys],
      source: "zfs get",
    },
  ]),
  ...entriesOf("resume", [
    {
      id: "token-shown",
      severity: "info",
      needles: "receive_resume_token",
      pattern: /(?<dataset>[\w.-]+\/[\w./:-]*)[ \t]+receive_resume_token[ \t]+1-[0-9a-f]+-/,
      title: "{dataset} holds a partial receive",
      cause: "A receive into it was interrupted, and may be resumed",
      remedies: [change("Resume it: zfsr resume HOST:{dataset}")],
      source: "zfs get",
    },
  ]),
  ...entriesOf("space", [
    {
      id: "list-nearly-full",
      severity: "info",
      needles: ["ONLINE", "DEGRADED"],
      pattern:
        /^(?<pool>[A-Za-z][\w.:-]*)[ \t]+(?:[\d.]+[KMGTPE]?B?[ \t]+){3}(?:-[ \t]+){1,2}\d+%[ \t]+(?:9[5-9]|100)%[ \t]+[\d.]+x[ \t]+\w+/m,
      title: "{pool} is nearly full",
      cause: "Above nineteen twentieths ZFS has to search for free space, and soon takes no more",
      remedies: [look("See what takes the space", "zfs list -o space -r {pool}")],
      source: "zpool list",
    },
  ]),
  ...entriesOf("module", [
    {
      id: "send-invalid-argument",
      instead: [versionsDiffer],
      needles: ": Invalid argument",
      pattern: /cannot (?:send|estimate space for) '(?<snapshot>[^'\n]+)': Invalid argument/,
      title: "{snapshot} was not sent: the module refused what the command asked",
      cause: "Commands and module are of different releases: an update without a restart",
      remedies: [versionsHere, change("Restart that machine, so that the new module is loaded")],
      source: "OpenZFS lib/libzfs",
    },
    {
      id: "module-load-failed",
      needles: [
        "Failed to Load ZFS Filesystem",
        "misc_register() failed",
        "zvol_init_impl() failed",
        "Failed to initialize the libzfs library",
      ],
      pattern:
        /ZFS: Failed to Load ZFS Filesystem|ZFS: misc_register\(\) failed|ZFS: zvol_init_impl\(\) failed|Failed to initialize the libzfs library/,
      title: "The zfs module could not start, or cannot be talked to",
      cause: "It is not loaded, or something of the kernel that it needs is not there",
      remedies: [kernelLog, change("Load it", "modprobe zfs")],
      source: "OpenZFS module/os/linux/zfs, lib/libzfs",
    },
    {
      id: "module-invalid-command",
      needles: ": invalid command",
      pattern: /cannot \w+ '(?<snapshot>[^'\n]{1,255}@[^'\n]{1,255})': invalid command/,
      instead: [versionsDiffer],
      title: "The module does not know what the command asked for {snapshot}",
      cause: "Commands and module are of different releases: an update without a restart",
      remedies: [versionsHere, change("Restart that machine, so that the new module is loaded")],
      source: "OpenZFS lib/libzfs",
    },
    {
      id: "module-versions-differ",
      instead: [versionsDiffer],
      needles: ["zfs module version (", "invalid argument for this pool operation", "zfs_version_kernel() failed"],
      pattern:
        /zfs module version \(\S+\) and userspace|invalid argument for this pool operation|zfs_version_kernel\(\) failed/,
      title: "Commands and module are of different releases",
      cause: "An update without a restart, or a container with another release",
      remedies: [versionsHere],
      source: "OpenZFS cmd/zfs",
    },
  ]),
];
