import { change, type Entry, entriesOf, look } from "./entry";
import { versionsHere } from "./looks";

const newest = look("Do what was asked with the newest release of that system's OpenZFS");

/** What one release of ZFS has and another has not: options, properties, errors that have no words yet. */
export const releases: readonly Entry[] = [
  ...entriesOf("feature-version", [
    {
      id: "own-property-unknown",
      needles: "bad property list: invalid property '",
      pattern:
        /bad property list: invalid property '(?<property>name|used|available|avail|referenced|refer|mountpoint|size|health|guid|fragmentation|freeing|leaked|checkpoint|expandsize|ckpoint|load_guid|allocated|objsetid|snapshots_changed|bclone\w{1,6}|receive_resume_token|userrefs|written|keystatus|keyformat|encryption\w{0,4})'/,
      title: "That OpenZFS does not know the property '{property}'",
      cause: "It is older than the property, or its commands and libraries are of two releases after half an update",
      remedies: [
        versionsHere,
        change("Update all packages of ZFS together, then restart that machine; or ask without the property"),
      ],
      source: "OpenZFS cmd/zfs; openzfs/zfs#8003, #2655",
    },
    {
      id: "pool-user-property",
      needles: "zpool set ",
      pattern:
        /zpool set [^\n]{1,200}\ncannot set property for '(?<pool>[^'\n]{1,255})': invalid property '(?<property>[^'\n:]{1,100}:[^'\n]{1,100})'/,
      lines: 2,
      title: "Pools have no user properties there",
      cause: "They came with OpenZFS 2.2",
      remedies: [versionsHere, change("Set it on the pool's root dataset: zfs set {'property}=VALUE {'pool}")],
      source: "zpoolprops(7); openzfs/zfs#15114",
    },
    {
      id: "type-alias-unknown",
      needles: "invalid type '",
      pattern: /invalid type '(?<reason>fs|vol|snap|bmark)'/,
      title: "That zfs does not know the short name '{reason}' of a type",
      cause: "Newer releases take fs, vol and snap for filesystem, volume and snapshot",
      remedies: [versionsHere, change("Update OpenZFS there, or take a release of the tool that writes them out")],
      source: "zfs-list(8); lxc/incus#3129",
    },
    {
      id: "error-number-of-a-newer-zfs",
      needles: "Unknown error 10",
      pattern: /(?:cannot|warning: cannot) [^\n]{1,300}: Unknown error (?<reason>10[23]\d)\b/,
      title: "zfs was answered by an error that its release has no words for ({reason})",
      cause: "The module is newer than the commands and their libraries",
      remedies: [versionsHere, change("Update all packages of ZFS together, then restart that machine")],
      source: "OpenZFS include/sys/fs/zfs.h, ZFS_ERR_*; psy0rz/zfs_autobackup#72",
    },
    {
      id: "receive-of-an-older-zfs",
      needles: "invalid option",
      lines: 3,
      pattern: /invalid option[^\n]{0,40}\n?[^\n]{0,80}receive\|recv \[-vnsFu\] <filesystem/,
      title: "The target's zfs is older than an option that its receive was given",
      cause: "Its receive takes neither -o PROPERTY=VALUE nor -x, which came with FreeBSD 13 and 0.7.0",
      remedies: [
        versionsHere,
        change("Update that host: what keeps a received mountpoint from being mounted there is set by such options"),
        look("Until then, let the tool receive with -u, and set canmount=noauto there before that host starts again"),
      ],
      source: "OpenZFS cmd/zfs; psy0rz/zfs_autobackup#52",
    },
    {
      id: "option-of-a-newer-zfs",
      needles: ["zfs --version", "invalid option 'x'"],
      pattern: /zfs --version\nInvalid option '-'|invalid option 'x'(?:[^\n]{0,200}\n){1,12}?[^\n]{0,400}\brecv\b/,
      lines: 12,
      title: "That zfs is older than the option that it was given",
      cause: "'zfs version' came with 0.8, 'receive -x' with 0.7.0-rc4 and FreeBSD 13",
      remedies: [versionsHere, change("Update that host, or leave the option out")],
      source: "OpenZFS cmd/zfs; psy0rz/zfs_autobackup#59",
    },
  ]),
  ...entriesOf("kernel-bug", [
    {
      id: "command-aborted",
      needles: "internal error: ",
      lines: 3,
      pattern:
        /internal error: (?!Invalid argument)(?<reason>[^\n]{1,80})\n(?:[^\n]{0,80}\n)?[^\n]{0,40}(?:Abort|core dumped)/,
      title: "zfs met an error that it did not expect, and ended itself: {reason}",
      cause: "A fault of that release, or commands and module of two of them",
      remedies: [versionsHere, newest],
      source: "OpenZFS lib/libzfs/libzfs_util.c; openzfs/zfs#7755",
    },
    {
      id: "error-without-words",
      needles: "nknown error",
      pattern: /internal error: [Uu]nknown error:? -?(?<reason>\d{3,6})\b/,
      title: "zfs was answered by an error that it has no words for ({reason})",
      cause: "A fault of that release, or commands and module of two of them",
      remedies: [versionsHere, newest],
      source: "OpenZFS lib/libzfs/libzfs_util.c; openzfsonosx/zfs#701",
    },
  ]),
];
