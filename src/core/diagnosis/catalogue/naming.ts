import { entriesOf, look } from "./entry";

/** A name that ZFS does not take. */
export const naming = entriesOf("naming", [
  { of: "name-too-long", title: "A name is too long" },
  {
    of: "name-invalid",
    title: "A name has what ZFS does not allow",
    remedies: [look("A target begins with its pool, without a slash before it")],
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
