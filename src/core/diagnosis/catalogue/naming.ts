import { entriesOf, look, change } from "./entry";

/** A name that ZFS does not take. */
export const naming = entriesOf("naming", [
  { of: "name-too-long", title: "A name is too long" },
  {
    id: "import-name-too-long",
    needles: "longer than the maximum allowable length",
    pattern:
      /cannot (?<verb>import|rename|receive) '(?<pool>[^'\n]{1,255})': new name of at least one dataset is longer than the maximum/,
    title: "A dataset's full name would be longer than 255 characters",
    cause: "The pool's name counts in the name of each dataset and snapshot in it",
    remedies: [
      change("Import the pool by a shorter name, rename that dataset, and import it back: zpool import {'pool} SHORT"),
    ],
    source: "OpenZFS lib/libzfs; cmd/zpool",
  },
  {
    id: "rename-root-dataset",
    needles: "missing dataset name",
    pattern: /cannot create '(?<pool>[^'/@\n]{1,255})': missing dataset name/,
    title: "A pool's own dataset cannot be renamed or created ({pool})",
    cause: "It has the pool's name; a pool gets another name when it is imported",
    remedies: [change("Give the pool its new name: zpool export OLD; zpool import OLD NEW")],
    source: "OpenZFS lib/libzfs",
  },
  {
    of: "name-invalid",
    next: "in remedies",
    instead: [
      {
        when: /cannot open '(?<dataset>[^'\n]{1,255}\/)': trailing slash in name/,
        title: "The name {dataset} ends in a slash",
        cause: "A dataset's name ends in its last part; a section or argument was written with a slash behind it",
        remedies: [change("Take the slash away where it was written: sanoid.conf, the command line")],
      },
      {
        when: /'\/(?<dataset>[^'\n]{1,255})': (?:leading slash|invalid name)/,
        title: "A name begins with a slash",
        cause: "A dataset's name begins with its pool: {dataset}",
        remedies: [change("Name it without the slash before it")],
      },
    ],
    title: "A name has what ZFS does not allow",
    cause: "Only a to z, A to Z, digits, spaces and - _ . : may stand between the slashes, and no slash first or last",
    remedies: [look("Use those only; a mountpoint may have others: zfs set mountpoint=/PATH DATASET")],
  },
  {
    id: "volume-node-name",
    needles: ["nable to create ZVOL ", "nable to rename ZVOL "],
    pattern:
      /ZFS WARNING: Unable to (?:create|rename) ZVOL (?<snapshot>[^\s@]{1,255}@\S{1,255}|\S{1,255})[^\n]{0,300}\(error=63\)/,
    title: "There is no device for {snapshot}: its name is too long for one",
    cause:
      "Names below /dev had 63 characters at most before FreeBSD 13 (error 63 is ENAMETOOLONG), and /dev/zvol/ counts; the snapshot itself is there and whole",
    remedies: [
      change(
        "Have no devices made for snapshots of volumes: zfs set snapdev=hidden DATASET, or volmode=none where nothing reads it",
      ),
      change("Or use shorter names, of the dataset or by the tool that takes the snapshots"),
    ],
    source: "FreeBSD ZFS zvol.c; bdrewery/zfstools#37",
  },
  {
    id: "rename-across-pools",
    needles: "datasets must be within same pool",
    pattern: /cannot rename to '(?<dataset>[^']+)': datasets must be within same pool/,
    title: "{dataset} lies in another pool",
    cause: "A dataset is renamed within its pool only; into another pool it has to be replicated",
    remedies: [look("Replicate it there: zfsr replicate")],
    source: "OpenZFS lib/libzfs/libzfs_dataset.c",
  },
  {
    id: "path-not-dataset",
    needles: ["is not a dataset", "missing dataset name", "use the form 'dataset"],
    pattern: /'(?<path>\/[^']*)' is not a (?:dataset|ZFS filesystem)|not a ZFS filesystem/,
    title: "{path|A path} is no dataset",
    cause: "zfs wants the dataset's name where a path was given, or nothing is mounted there",
    remedies: [look("See what is mounted there", "findmnt {path}")],
    source: "OpenZFS cmd/zfs",
  },
]);
