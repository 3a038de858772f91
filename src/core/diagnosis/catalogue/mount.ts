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
    id: "mount-bad-option",
    severity: "warning",
    needles: "wrong fs type, bad option, bad superblock on",
    pattern: /wrong fs type, bad option, bad superblock on (?<dataset>[\w.:-]+\/[\w./:-]+)/,
    title: "{dataset} could not be mounted by mount(8)",
    cause: "It has to be mounted by 'zfs mount', or its mountpoint be legacy",
    source: "util-linux",
  },
]);
