import type { Dataset } from "../../core/zfs/model";
import { type DatasetName, parentOf, type SnapshotName } from "../../core/zfs/names";

/** What is asked of a host's datasets for every row of the tree: made once for each listing, so that no row searches. */
export interface DatasetIndex {
  /** The datasets directly below one, in their order; pools' roots are below nothing. */
  readonly below: ReadonlyMap<DatasetName, readonly DatasetName[]>;
  /** The datasets that are clones of a snapshot. */
  readonly clones: ReadonlyMap<SnapshotName, readonly DatasetName[]>;
}

/** @param datasets in the order in which they are to be shown */
export function indexDatasets(datasets: ReadonlyMap<DatasetName, Dataset>): DatasetIndex {
  const below = new Map<DatasetName, DatasetName[]>();
  const clones = new Map<SnapshotName, DatasetName[]>();
  for (const { name, origin } of datasets.values()) {
    const parent = parentOf(name);
    if (parent !== undefined) add(below, parent, name);
    if (origin !== undefined) add(clones, origin, name);
  }
  return { below, clones };
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
