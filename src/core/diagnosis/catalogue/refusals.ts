import type { Category, Severity } from "../finding";
import { change, type Entry, entriesOf, type Instead, look, type RemedyTemplate } from "./entry";
import { spaceOfDataset, statusOfPool, versionsHere } from "./looks";

/** What libzfs says of an error, behind `cannot VERB OBJECT: `, where no other entry knows more about it. */
interface Refusal {
  readonly id: string;
  readonly category: Category;
  readonly severity?: Severity;
  readonly says: readonly string[];
  readonly title: string;
  readonly cause: string;
  readonly remedies?: readonly RemedyTemplate[];
  readonly follows?: readonly Category[];
  readonly instead?: readonly Instead[];
}

const properties = look("See what it is and may be", "zfs get all {dataset}");
const devices = look("See the disks and what is on them", "lsblk -o NAME,SIZE,FSTYPE,LABEL,PHY-SEC");

const refusals: readonly Refusal[] = [
  {
    id: "pool-at-work",
    category: "busy",
    severity: "warning",
    says: [
      "currently scrubbing",
      "currently error scrubbing",
      "currently resilvering",
      "currently sequentially resilvering",
      "currently initializing",
      "currently trimming",
      "scrub is paused",
    ],
    title: "{pool|The pool} is at such work already",
    cause: "A scrub, a resilver or a trim runs or is paused, and has to end first",
    remedies: [statusOfPool],
  },
  {
    id: "pool-being-changed",
    category: "busy",
    says: [
      "device removal in progress",
      "pool export in progress",
      "raidz expansion in progress",
      "currently discarding checkpoint",
      "checkpoint exists",
    ],
    title: "{pool|The pool} is being changed",
    cause: "A removal, an expansion, an export or a checkpoint is not over yet",
    remedies: [statusOfPool],
  },
  {
    id: "unmount-failed",
    category: "busy",
    says: ["unmount failed", "umount failed"],
    follows: ["mount"],
    title: "{dataset|A dataset} could not be unmounted",
    cause: "Something has files open below it, or another filesystem is mounted there",
    remedies: [look("See what is mounted where", "zfs list -H -o name,mounted,mountpoint")],
  },
  {
    id: "mounting-failed",
    category: "mount",
    severity: "warning",
    says: ["mount failed", "NFS share creation failed", "SMB share creation failed"],
    title: "{dataset|The dataset} could not be mounted or shared",
    cause: "mount(8) or the server of shares refused it",
    remedies: [look("See where it is to be mounted", "zfs get -H mountpoint,canmount,sharenfs,sharesmb {dataset}")],
  },
  {
    id: "delegation-off",
    category: "permission",
    says: ["delegated administration is disabled on pool"],
    title: "Nothing is delegated on {pool|the pool}",
    cause: "The pool's property delegation is off, so only root may do anything",
    remedies: [look("See it", "zpool get -H delegation {pool}")],
  },
  {
    id: "in-other-zone",
    category: "permission",
    says: ["dataset in use by local zone"],
    title: "{dataset|The dataset} belongs to a container or jail",
    cause: "It is delegated by the property zoned, and is changed from inside only",
    remedies: [look("See it", "zfs get -H zoned {dataset}")],
  },
  {
    id: "property-not-taken",
    category: "config",
    says: [
      "invalid property value",
      "read-only property",
      "property doesn't apply to datasets of this type",
      "property cannot be inherited",
      "property value too long",
      "must be an absolute path",
      "invalid quota or reservation",
      "dataset is read-only",
    ],
    title: "A property of {dataset|the dataset} was not taken",
    cause: "The property or its value does not fit that dataset",
    remedies: [properties],
  },
  {
    id: "quota-below-use",
    category: "space",
    says: ["size is less than current used or reserved space"],
    title: "{dataset|The dataset} holds more than the quota or size that was to be set",
    cause: "A quota or a volume's size cannot be smaller than what is used or reserved already",
    remedies: [look("See what takes the space", "zfs list -o space -r {dataset}")],
  },
  {
    id: "not-for-this-kind",
    category: "config",
    says: [
      "operation not applicable to datasets of this type",
      "operation not supported on this dataset",
      "operation not supported on this type of vdev",
      "trim operations are not supported by this device",
      "invalid parent dataset",
      "recursive dataset dependency",
      "operation crosses datasets or pools",
    ],
    title: "That cannot be done with {dataset|this kind of dataset}",
    cause: "Filesystems, volumes, snapshots and pools each take some commands only",
    remedies: [look("See what it is", "zfs get -H type,origin {dataset}")],
  },
  {
    id: "device-in-md-or-lvm",
    category: "busy",
    says: ["one or more vdevs refer to the same device, or one of"],
    title: "A device is in use already, or named twice",
    cause: "It belongs to an active md array or volume group, or two names are of one device",
    remedies: [devices],
  },
  {
    id: "device-not-taken",
    category: "config",
    says: [
      "invalid vdev configuration",
      "invalid target vdev",
      "invalid device",
      "too many devices in one vdev",
      "vdev specification is not supported",
      "device exceeds supported size",
      "device is in use as a cache",
      "device is reserved as a hot spare",
      "device is too small",
      "adding devices with different physical sector sizes is not allowed",
      "one or more devices is less than the minimum size",
      "one or more vdevs refer to the same device",
      "new device must be a single disk",
      "new device has a different optimal sector size",
    ],
    title: "A device was not taken into {pool|the pool}",
    cause: "Its size, its sectors or its place do not fit, or it is in use already",
    remedies: [statusOfPool, devices],
  },
  {
    id: "nobody-of-that-name",
    category: "config",
    says: ["invalid user/group", "invalid permission"],
    title: "A delegation names a user or a permission that there is not",
    cause: "The name is misspelt, or that machine does not know it",
    remedies: [look("See what is delegated there", "zfs allow {dataset}")],
  },
  {
    id: "nothing-runs",
    category: "config",
    severity: "info",
    says: [
      "there is no active scrub",
      "there is no active trim",
      "there is no active initialization",
      "operation is not in progress",
      "checkpoint does not exist",
    ],
    title: "There was nothing to stop on {pool|the pool}",
    cause: "It had ended already",
    remedies: [statusOfPool],
  },
  {
    id: "pool-cannot-do-that",
    category: "feature-version",
    says: [
      "operation not supported on this type of pool",
      "invalid config; all top-level vdevs must have the same sector size and not be raidz",
      "operation not supported by zfs kernel module",
      "this action requires the resilver_defer feature",
      "kernel was built without user namespace support",
      "pool is formatted using a newer ZFS version",
      "pool is formatted using an unsupported ZFS version",
      "pool and or dataset must be upgraded",
      "unsupported by kernel",
    ],
    instead: [
      {
        when: /cannot remove (?<device>[^\s:]{1,255}): (?:operation not supported on this type of pool|invalid config; all top-level)/,
        category: "config",
        title: "{device} cannot be taken out: it is a top-level device of a pool that has raidz, or other sector sizes",
        cause:
          "'zpool add' put it beside the others instead of into one of them; only pools of mirrors and single disks give such a device back",
        remedies: [
          look("Add nothing more; see how the pool is built", "zpool status {pool?}"),
          change("Give that device redundancy, so that the pool does not hang on it: zpool attach POOL {'device} NEW"),
          look(
            "To get rid of it, the data has to be copied to another pool; a disk that failed is changed by zpool replace",
          ),
          look("Next time let it show first what would come of it: zpool add -n"),
        ],
      },
    ],
    title: "{pool|The pool} or the loaded module cannot do that",
    cause: "It needs another version of the module, or a feature that the pool lacks",
    remedies: [versionsHere, look("See the features of that pool", "zpool get -H all {pool?}")],
  },
  {
    id: "device-last-copy",
    category: "pool-health",
    says: ["no valid replicas"],
    title: "A device was not taken out of {pool|the pool}: it may hold the only whole copy",
    cause: "Its partner is missing or damaged, is still being written to, or its resilver ended with errors",
    remedies: [
      statusOfPool,
      look("Let a resilver that runs come to its end, then try again"),
      look("After one with errors, restore or remove the files that 'zpool status -v' names, scrub, then try again"),
    ],
  },
  {
    id: "device-not-in-pool",
    category: "pool-health",
    says: ["no such device in pool"],
    title: "{pool|The pool} has no device of that name",
    cause: "A missing disk goes by its number there, and names change between /dev/sdX and /dev/disk/by-id",
    remedies: [
      look("See the numbers of its devices", "zpool status -g {pool?}"),
      change("Give the number instead of the name: zpool replace POOL NUMBER NEW"),
    ],
  },
  {
    id: "pool-lacks-devices",
    category: "pool-health",
    says: ["insufficient replicas", "pool is unavailable"],
    title: "{pool|The pool} lacks devices that it needs",
    cause: "Without them there would be no whole copy of the data",
    remedies: [statusOfPool, look("See what could be imported, and what is missing", "zpool import")],
  },
  {
    id: "log-not-replayed",
    category: "pool-health",
    says: ["log device has unplayed intent logs"],
    title: "{pool|The pool} has writes in its log that are not in the data yet",
    cause: "It has to be imported and mounted before its log device goes",
    remedies: [statusOfPool],
  },
  {
    id: "label-not-written",
    category: "device",
    says: ["write of label failed"],
    title: "A device could not be labelled",
    cause: "Writing to it failed, or it is write-protected",
    remedies: [devices],
  },
  {
    id: "encryption-failed",
    category: "encryption",
    says: ["encryption failure"],
    title: "The encryption of {dataset|the dataset} did not work out",
    cause: "Its key is not loaded, or does not fit what is asked for",
    remedies: [look("See it", "zfs get -H encryption,keystatus,encryptionroot {dataset}")],
  },
  {
    id: "pool-or-dataset-exists",
    category: "exists",
    says: ["pool or dataset exists", "pool already exists"],
    title: "{dataset|It} exists already",
    cause: "The name is taken",
    remedies: [spaceOfDataset],
  },
  {
    id: "word-not-allowed",
    category: "naming",
    says: ["tag too long", "invalid permission set name", "name is reserved", "name must begin with a letter"],
    instead: [
      {
        when: /(?:dracut[\w-]{0,40}|initramfs|mount-zfs\.sh|zfs-\w{1,20}\.sh|zfs-env-bootfs\.service)[^\n]{0,120}cannot open '\s*': /,
        category: "service",
        title: "The start-up script asked for a dataset without a name",
        cause:
          "It worked out no root: neither the kernel's command line nor the pool's bootfs gave one to it, or it cut the answer wrongly",
        remedies: [
          look("See what it was given", "cat /proc/cmdline; zpool get -H bootfs"),
          change("Name the root on the kernel's command line: root=zfs:POOL/ROOT/NAME"),
          look("See which release of OpenZFS's dracut module is in that initramfs; newer ones mended it"),
        ],
      },
      {
        when: /cannot \w{1,20} '\s{0,9}': name must begin/,
        title: "zfs was given an empty name",
        cause: "A variable of a script had nothing in it",
        remedies: [
          look("Look at what ran before it: the command that should have given the name failed, or found nothing"),
        ],
      },
    ],
    title: "ZFS does not take that name",
    cause: "It is too long, reserved, or begins with what a name may not begin with",
  },
  {
    id: "answer-not-known",
    category: "module",
    says: ["unknown error", "bad address", "failed to retrieve pool properties"],
    title: "The commands did not understand what the module answered",
    cause: "They are of another release than the module, or something unforeseen happened in it",
    remedies: [versionsHere],
  },
];

/** `cannot VERB OBJECT: `; the object in quotes, or a name with a slash or an @ in it. */
const before =
  /(?:cannot|unable to) [a-z]+(?: [a-z]+){0,3} ?(?:'(?:(?<snapshot>[^'/@\n][^'@\n]{0,255}@[^'\n]{1,255})|(?<dataset>[^'/@\n][^'@\n]{0,255}))'|(?<dataset2>[\w.-]+\/[\w./:-]+)|[^\s':]*)(?: [^:\n]{0,80})?: /;

/** What libzfs's table of errors says (libzfs_util.c) and its pools (libzfs_pool.c), whatever the verb is. */
export const refused: readonly Entry[] = refusals.flatMap(({ id, category, says, ...rest }) =>
  entriesOf(category, [
    {
      id,
      needles: says,
      pattern: new RegExp(`${before.source}(?:[a-z ]{0,12})(?:${says.join("|")})`),
      source: "OpenZFS lib/libzfs/libzfs_util.c, libzfs_pool.c",
      ...rest,
    },
  ]),
);
