import { change, entriesOf, look } from "./entry";
import { elsewhere } from "./looks";

const mounts = look("See what is mounted where", "zfs list -H -o name,mounted,mountpoint,canmount");

/** Data is there, and not where it is looked for. */
export const mount = entriesOf("mount", [
  {
    of: "mountpoint-not-created",
    title: "{path} could not be made to mount on",
    cause: "The directory above it may not be written to, or is on a filesystem that is read-only or not mounted",
    severity: "warning",
    remedies: [mounts],
  },
  {
    of: "mountpoint-not-empty",
    title: "{path} is not empty, so nothing is mounted on it",
    cause: "Files were written there while nothing was mounted, or the directory is of something else",
    severity: "warning",
    remedies: [look("See what lies there", "ls -la {path}"), mounts],
  },
  {
    of: "mount-already",
    title: "{dataset} is mounted already",
    cause: "Something mounted it before: a boot script, zfs mount -a, another run",
    severity: "info",
    remedies: [mounts],
  },
  { of: "mount-legacy", title: "{dataset} is not mounted by zfs", severity: "info" },
  {
    of: "mount-point-busy",
    instead: [elsewhere],
    title: "{dataset} or its mountpoint is in use",
    cause:
      "A process stands in the directory, another filesystem is mounted there, or the dataset is mounted where this process does not see it",
    severity: "warning",
    remedies: [mounts],
  },
  {
    of: "mount-cannot-open",
    instead: [
      {
        when: /mountall: [\s\S]{0,400}filesystem '(?<dataset>[^'\n]{1,255})' cannot be mounted, unable to open/,
        title: "{dataset} was to be mounted before its pool was imported",
        cause: "mountall comes before the pools at boot",
        remedies: [
          change("Mount it now", "zfs mount {dataset}"),
          change("Take it out of /etc/fstab and let zfs mount it, or install the mountall that knows zfs"),
        ],
      },
    ],
    title: "{dataset} could not be opened to be mounted",
    cause: "Its pool is not imported, its key is not loaded, or its data is damaged",
    severity: "warning",
    remedies: [mounts],
  },
  {
    of: "mount-failed",
    title: "{dataset|The dataset} could not be mounted",
    cause: "Its mountpoint, its key or its data is in the way; what zfs says behind the name tells which",
    severity: "warning",
    remedies: [mounts],
  },
  {
    id: "share-failed",
    instead: [
      {
        when: /exportfs: (?:command )?not found/,
        category: "service",
        severity: "error",
        title: "{dataset} could not be shared: no NFS server is installed",
        cause: "There is no exportfs on that machine",
        remedies: [change("Install it (nfs-kernel-server or nfs-utils), then share", "zfs share {dataset}")],
      },
      {
        when: /Unable to create temporary file: Permission denied/,
        category: "permission",
        severity: "error",
        title: "{dataset} could not be shared: that user may not write what is exported",
        cause: "Sharing writes below /etc/exports.d, which root alone may, whatever is delegated",
        remedies: [change("Share as root", "zfs share {dataset}")],
      },
    ],
    severity: "warning",
    needles: "cannot share '",
    pattern: /cannot share '(?<dataset>[^']+)': (?!Contains)/,
    title: "{dataset} could not be shared",
    cause: "The NFS or SMB server of that machine is not there, or did not take it",
    remedies: [look("See what shares it has", "zfs get -H sharenfs,sharesmb {dataset}")],
    source: "OpenZFS lib/libshare",
  },
  {
    id: "systemd-mount-dependency",
    needles: "Dependency failed for",
    pattern: /Dependency failed for (?:(?<unit>\S+\.mount)(?: - .*)?|.{0,60}[Mm]ount ZFS|zfs-mount)/,
    title: "{unit|A mount} was not made, since something before it failed",
    cause: "A unit that it needs failed: the import of a pool, or the loading of a key",
    remedies: [look("See which units failed", "systemctl --failed")],
    follows: "any",
    source: "systemd",
  },
  {
    id: "mount-helper-missing",
    needles: ["unknown filesystem type 'zfs'", "mount.zfs"],
    pattern: /unknown filesystem type 'zfs'|mount\.zfs: (?:command )?not found/,
    title: "mount(8) does not know zfs there",
    cause: "The module or the helper mount.zfs is missing",
    remedies: [look("See whether the module is there", "modprobe -n -v zfs")],
    source: "util-linux",
  },
  {
    id: "mounting-device-busy",
    needles: "failed: Device or resource busy",
    pattern: /mount: mounting (?<dataset>[\w.:-]+\/[\w./:-]+) on \S+ failed: Device or resource busy/,
    title: "{dataset} could not be mounted: something else has it",
    cause: "Its pool is being imported twice, or the mountpoint is in use",
    remedies: [mounts],
    source: "busybox mount; NixOS/nixpkgs#25383",
  },
  {
    id: "mount-busy-bare",
    needles: "mountpoint or dataset is busy",
    pattern:
      /(?:[Ff]ailed to mount dataset|ZFSException|^\[EFAULT\][^\n]{0,80}|[Cc]annot mount): mountpoint or dataset is busy|^Cannot mount mountpoint or dataset is busy/m,
    title: "A dataset was not mounted: it or its mountpoint is in use",
    cause:
      "It is mounted already, perhaps where the program does not see it, or a directory of the same path is used by something else",
    remedies: [
      mounts,
      look("See what uses that directory: fuser -vm PATH"),
      look("Where a program has just made the pool or dataset, it is there: unmount and mount it by hand, then go on"),
    ],
    source: "py-libzfs, TrueNAS middleware; truenas/ports#1311",
  },
  {
    id: "unmounted-elsewhere",
    severity: "info",
    needles: [
      ": no mount point specified",
      ": not mounted",
      ": not a mount point",
      ": mountpoint not found",
      ": not found",
    ],
    pattern:
      /umount: (?<path>\/[^\s:]{0,400}): (?:no mount point specified|not mounted|not a mount point|mountpoint not found|not found)\.?/,
    instead: [
      {
        when: /umount: (?<path>\/[^\s:]{0,400}): (?:no mount point specified|not mounted|not a mount point|mountpoint not found|not found)\.?[\s\S]{0,400}cannot unmount '[^'\n]{1,400}': u?n?mount failed/,
        severity: "error",
        title: "zfs holds it for mounted at {path}, where this process sees no mount",
        cause: "It was mounted in another mount namespace (a snap, a container), or unmounted behind zfs's back",
        remedies: [
          look("See which processes have it mounted: grep PATH /proc/[0-9]*/mountinfo"),
          change("Unmount it there: nsenter -t PID -m umount PATH; or restart the daemon that has it"),
          mounts,
        ],
      },
    ],
    title: "{path} was to be unmounted, and is not mounted",
    cause: "It was unmounted before, or is mounted in another namespace",
    remedies: [mounts],
    source: "util-linux umount(8); canonical/lxd#7119",
  },
  {
    id: "mount-bad-option",
    severity: "warning",
    needles: "wrong fs type, bad option, bad superblock on",
    pattern: /wrong fs type, bad option, bad superblock on (?<dataset>[\w.:-]+\/[\w./:-]+)/,
    title: "{dataset} could not be mounted by mount(8)",
    cause: "It has to be mounted by 'zfs mount', or its mountpoint be legacy",
    source: "util-linux",
  },
  {
    id: "snapshot-not-automounted",
    needles: "nable to automount ",
    pattern:
      /[Uu]nable to automount (?:(?<snapshot>[^\s@/][^\s@]{0,255}@\S{1,255}) at (?<path>\/\S{1,300})|(?<path2>\/\S{0,255}\/\.zfs\/snapshot\/[^\s/:]{1,255})\S{0,300}): (?:512|256|65280)\b/,
    title: "{snapshot|A snapshot} cannot be looked into below .zfs: the helper that mounts it failed",
    cause: "The kernel calls /bin/mount for it; its name, the mount namespace or what stands in fstab was in the way",
    remedies: [
      look("Mount it by hand, and read what is said", "mount -t zfs -o ro {snapshot} /mnt"),
      look("See whether what looks is in a container, which cannot mount it"),
    ],
    source: "OpenZFS module/os/linux/zfs/zfs_ctldir.c; openzfs/zfs#3295",
  },
  {
    id: "handle-is-stale",
    loose: true,
    needles: "tale file handle",
    pattern: /(?<path>\/[^\s():'"]{1,200})[^\n]{0,80}[Ss]tale (?:NFS )?file handle/,
    title: "{path} is not any more what it was when it was opened",
    cause: "Its dataset was rolled back, received into, or unmounted and mounted anew, below what still has it open",
    remedies: [
      look("See what was done to it around then", "zpool history -i | tail -n 50"),
      change("Mount it anew where it is used (NFS: umount -l, then mount), and start again what has it open"),
    ],
    source: "ESTALE; openzfs/zfs#6197",
  },
  {
    id: "snapshot-mount-loops",
    needles: "Too many levels of symbolic links",
    pattern: /(?<path>\/[^\n':]{0,200}\.zfs\/snapshot\/[^\n':]{1,200})'?: Too many levels of symbolic links/,
    title: "{path} cannot be looked into: the snapshot is mounted elsewhere, or in another namespace",
    cause: "The kernel mounts it below .zfs when it is looked at, and could not",
    remedies: [
      look("See where it is mounted", "grep @ /proc/mounts"),
      change("Unmount it there, or read it where it is mounted"),
    ],
    source: "OpenZFS module/os/linux/zfs/zfs_ctldir.c; openzfs/zfs#9958",
  },
]);
