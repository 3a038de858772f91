import { change, destroy, entriesOf, type Instead, look } from "./entry";
import { statusOfPool } from "./looks";

const restore = look(
  "Restore the files named by 'zpool status -v' from another snapshot or the other side, then scrub",
);

const files = /^[ \t]+(?:\/\S|[^\s:]+:\/)/m;
/** What `zpool status -v` names by numbers only: what is destroyed, or a snapshot's own metadata. */
const nameless: readonly Instead[] = [
  {
    when: /Permanent errors have been detected[^\n]*\n\s*(?<snapshot>[^\s:@]{1,255}@\S{1,255}):<0x[0-9a-f]+>/,
    unless: files,
    title: "{snapshot} has damaged metadata, and no file of it can be named",
    cause:
      "Its own metadata does not verify: damage, or a known fault with encrypted datasets that reports errors where none are",
    remedies: [
      statusOfPool,
      destroy("Nothing can be restored by name: destroy that snapshot, or send it again where it is a copy"),
      change("Scrub twice: the list of errors forgets what the last two scrubs did not find", "zpool scrub {pool}"),
    ],
  },
  {
    when: /Permanent errors have been detected[^\n]*\n\s*<metadata>:<0x[0-9a-f]+>/,
    unless: files,
    title: "{pool|The pool} has damaged blocks of its own, and no file that could be restored",
    cause: "Its metadata does not verify, or did not when this was written down",
    remedies: [
      statusOfPool,
      change("Scrub twice: the list of errors forgets what the last two scrubs did not find", "zpool scrub {pool}"),
      look("Test the memory, and look at disks and cables"),
      look("If the errors stay, copy the data off while it can be read, and make the pool anew"),
    ],
  },
  {
    when: /Permanent errors have been detected[^\n]*\n\s*<0x[0-9a-f]+>:<0x[0-9a-f]+>/,
    unless: files,
    title: "The error log of {pool|the pool} names only what no longer exists",
    cause: "The datasets or snapshots were destroyed since, so there is nothing to restore by name",
    remedies: [
      change("Scrub twice: the list of errors forgets what the last two scrubs did not find", "zpool scrub {pool}"),
      statusOfPool,
    ],
  },
];

/** What a target says of a stream that it does not take, and the sender of the pipe that breaks then. */
const refusal =
  "(?:incompatible embedded data stream feature|cannot receive[a-z ]{0,40}: (?:invalid|destination|out of space|permission|dataset is busy))[^\\n]{0,600}";
const notSent = (group: string): string =>
  `cannot send '(?<${group}>[^'\\n]{1,512})': (?:Input/output error|Invalid exchange|Bad exchange)`;
/** Up to two lines of the same pipeline: none that begins or ends one. */
const between =
  "(?:\\n(?!.{0,80}(?:CRITICAL|Sending|Resuming|sending|[$#] |zfs send))[^\\n]{0,600}){0,2}?\\n[^\\n]{0,200}?";
/** Only the refusal of the same stream makes a broken pipe of it: the one that stands beside it. */
const refused: Instead = {
  when: new RegExp(
    `${refusal}${between}${notSent("snapshot")}|${notSent("snapshot2")}[^\\n]{0,600}${between}${refusal}`,
  ),
  unless: /Permanent errors|CKSUM|\bcksum\b/,
  onlyOfNamed: true,
  severity: "warning",
  title: "{snapshot|The stream} could not be sent to its end",
  cause: "The receiving side refused it, and the sender's pipe broke: that alone is no damage",
  remedies: [statusOfPool],
};

/** A forced receive that was cut off and resumed has put another dataset in the place of the one that is still mounted. */
const mountedBeneath: Instead = {
  when: /zfs send (?:-\w+ )?-\w*t [^\n]{0,400}\| *(?:sudo )?zfs (?:receive|recv) [^\n]{1,300}\n(?:[^\n]{0,200}\n){0,3}?(?:ls|cat|stat|find): (?:cannot access )?'?(?<path>\/[^\n':]{1,200})'?: Input\/output error/,
  category: "kernel-bug",
  title: "{path} gives errors since a receive was resumed into its dataset: what it was is still mounted",
  cause: "The resumed receive put a new dataset in its place; most likely only the mount is of the old one",
  remedies: [
    statusOfPool,
    change("Where the pool is well, unmount it, and mount it anew: zfs unmount DATASET && zfs mount DATASET"),
  ],
};

/** Blocks cannot be read back as they were written. */
export const dataCorruption = entriesOf("data-corruption", [
  {
    of: "read-failed",
    title: "{snapshot|Data} cannot be read",
    cause: "A read or write failed: the device, or a block that no copy of is good",
    next: "in remedies",
    instead: [refused, mountedBeneath, ...nameless],
    remedies: [statusOfPool, restore],
    follows: ["device", "pool-health"],
  },
  {
    id: "status-permanent-errors",
    alsoToldAs: "damaged",
    instead: nameless,
    needles: ["Permanent errors have been detected", " data errors, use '-v'"],
    pattern: /errors: (?:Permanent errors have been detected|\d+ data errors, use '-v' for a list)/,
    title: "{pool|The pool} has files that cannot be read whole",
    cause: "Blocks are damaged beyond what the pool's redundancy can mend",
    remedies: [statusOfPool, restore],
    source: "zpool status",
  },
  {
    id: "status-ZFS-8000-8A",
    alsoToldAs: "damaged",
    instead: nameless,
    needles: ["ZFS-8000-8A", "experienced an error resulting in data"],
    pattern: /ZFS-8000-8A|experienced an error resulting in data/,
    title: "{pool|The pool} has damaged data",
    cause: "Files or snapshots have blocks that cannot be mended",
    remedies: [statusOfPool, restore],
    source: "zpool status (ZFS-8000-8A)",
  },
  {
    id: "status-ZFS-8000-72",
    needles: ["ZFS-8000-72", "pool metadata is corrupted"],
    pattern: /ZFS-8000-72|pool metadata is corrupted/,
    title: "{pool|The pool}'s metadata is damaged",
    cause: "The pool cannot be opened as it is; an older state of it may be",
    instead: [
      {
        when: /[ \t]FAULTED[ \t]{1,40}corrupted data\n[ \t]{1,40}(?:mirror|raidz\d?|draid\S{0,40})-\d{1,4}[ \t]{1,80}ONLINE/,
        category: "pool-health",
        title: "{pool|The pool} cannot be opened, although its devices are there",
        cause: "Something else wrote on them, as mdadm or another system that has the pool, or its metadata is damaged",
        remedies: [
          look("See what else takes the disks for its own", "lsblk -o NAME,SIZE,FSTYPE,LABEL,MOUNTPOINT"),
          look("See what going back would cost, without doing it", "zpool import -nF {pool}"),
        ],
      },
    ],
    remedies: [look("See what going back would cost, without doing it", "zpool import -nF {pool}")],
    source: "zpool status (ZFS-8000-72)",
  },
  {
    id: "scrub-with-errors",
    needles: ["scrub repaired", "resilvered "],
    pattern: /(?:scrub repaired|resilvered) \S+ in .{1,40} with (?!0 errors)\d+ errors/,
    title: "A scrub of {pool|the pool} found errors that it could not mend",
    instead: [
      {
        when: /resilvered \S+ in .{1,40} with (?!0 errors)\d+ errors/,
        title: "A resilver of {pool|the pool} met errors that it could not mend",
      },
    ],
    cause: "Blocks are damaged beyond what the pool's redundancy can mend",
    remedies: [statusOfPool, restore],
    source: "zpool status",
  },
  {
    id: "zed-checksum",
    needles: ["class=checksum", "ereport.fs.zfs.checksum"],
    pattern: /class=checksum(?: pool='(?<pool>[^']+)')?(?: vdev=(?<device>\S+))?|ereport\.fs\.zfs\.checksum/,
    severity: "warning",
    title: "A block on {device|a device} of {pool|the pool} did not match its checksum",
    cause:
      "The device, its cable or the memory returned something else than was written; redundancy mends it where there is some",
    remedies: [statusOfPool],
    source: "OpenZFS zed.d/all-syslog.sh",
  },
  {
    id: "log-not-read",
    needles: ["ZFS read log block error", "ZFS replay transaction error"],
    pattern: /ZFS (?:read log block|replay transaction) error \d+, dataset (?<dataset>[^\s,]+)/,
    title: "The newest writes to {dataset} could not be brought back",
    cause: "Its intent log cannot be read, or does not fit the data",
    remedies: [statusOfPool],
    source: "OpenZFS module/zfs/zil.c",
  },
  {
    id: "zed-mail-data",
    needles: "ZFS has detected a",
    pattern: /ZFS has detected (?:a data|an? checksum) error/,
    title: "A pool has a block that cannot be read at all",
    cause: "No copy of the block is good",
    remedies: [look("See which pools and files", "zpool status -xv"), restore],
    source: "OpenZFS zed.d/data-notify.sh",
  },
  {
    id: "zed-data",
    needles: ["class=data", "ereport.fs.zfs.data"],
    pattern: /class=data(?: pool='(?<pool>[^']+)')?(?=\s|$)|ereport\.fs\.zfs\.data(?=\s|"|$)/,
    title: "{pool|The pool} has a block that cannot be read at all",
    cause: "No copy of the block is good",
    remedies: [statusOfPool, restore],
    source: "OpenZFS zed.d/all-syslog.sh",
  },
  {
    id: "zed-authentication",
    needles: ["class=authentication", "ereport.fs.zfs.authentication"],
    pattern: /class=authentication(?: pool='(?<pool>[^']+)')?|ereport\.fs\.zfs\.authentication/,
    title: "An encrypted block of {pool|the pool} did not verify",
    cause: "It is damaged, or a send of an encrypted dataset met a known fault of OpenZFS before 2.2.8 and 2.3.3",
    remedies: [statusOfPool, look("See the version", "zfs version"), look("Send encrypted datasets raw")],
    source: "OpenZFS zed.d/all-syslog.sh; openzfs/zfs#12014",
  },
  {
    id: "bad-block-pointer",
    needles: "blkptr at ",
    pattern: /blkptr at \S+ (?:DVA \d+ )?has (?:invalid|no valid|hole)/,
    title: "{pool|The pool} has damaged metadata",
    cause: "A pointer to a block makes no sense: memory or a fault of the program wrote it",
    remedies: [look("Import it read-only and copy what can be read", "zpool import -o readonly=on {pool}")],
    source: "OpenZFS module/zfs/zio.c",
  },
  {
    id: "verify-mismatch",
    needles: ["chunk mismatch", "Checksum mismatch"],
    pattern: /zfs-(?:autoverify|check)\S* .{0,120}(?:[Cc]hecksum|chunk) mismatch/,
    title: "Copies on both sides differ",
    cause: "What was read on one side is not what was read on the other",
    remedies: [statusOfPool],
    source: "zfs_autobackup zfs-check",
  },
]);
