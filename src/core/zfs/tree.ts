import type { Bookmark, Dataset, Hold, Pool, Snapshot, ZfsVersion } from "./model";
import { datasetOf, type DatasetName } from "./names";

/** One dataset with what can be sent from it or was received into it. */
export interface DatasetState {
  readonly dataset: Dataset;
  /** In the order of createtxg. */
  readonly snapshots: readonly Snapshot[];
  /** In the order of createtxg. */
  readonly bookmarks: readonly Bookmark[];
}

/** A dataset and all below it, as one host showed them in one round trip. */
export interface DatasetTree {
  readonly host: string;
  readonly root: DatasetName;
  /** Parents before their children; empty when `root` does not exist. */
  readonly datasets: ReadonlyMap<DatasetName, DatasetState>;
  /** The dataset above `root`; undefined when it does not exist, or `root` is a pool. */
  readonly parent: Dataset | undefined;
  /** The pool that `root` is in, or would be; undefined when that is not imported. */
  readonly pool: Pool | undefined;
  readonly version: ZfsVersion;
  /** Of the snapshots that have any. */
  readonly holds: readonly Hold[];
}

/** Puts listings together. Snapshots of datasets that are not listed are left out. */
export function datasetStates(
  datasets: readonly Dataset[],
  items: readonly (Snapshot | Bookmark)[],
): Map<DatasetName, DatasetState> {
  const states = new Map<DatasetName, { dataset: Dataset; snapshots: Snapshot[]; bookmarks: Bookmark[] }>();
  for (const dataset of datasets) states.set(dataset.name, { dataset, snapshots: [], bookmarks: [] });
  for (const item of items) {
    const state = states.get(datasetOf(item.name));
    if (item.kind === "snapshot") state?.snapshots.push(item);
    else state?.bookmarks.push(item);
  }
  return states;
}
