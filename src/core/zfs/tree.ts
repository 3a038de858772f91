import type { Clones } from "./commands/listOrigins";
import type { Bookmark, Dataset, Hold, Pool, Property, Snapshot, ZfsVersion } from "./model";
import { datasetOf, type DatasetName } from "./names";
import type { SeenWriter } from "./writer";

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
  /** All datasets above `root` that exist, the nearest first. */
  readonly ancestors: readonly Dataset[];
  /** The pool that `root` is in, or would be; undefined when that is not imported. */
  readonly pool: Pool | undefined;
  readonly version: ZfsVersion;
  /** Of the snapshots that have any. */
  readonly holds: readonly Hold[];
  /** Of the whole pool; empty unless they were asked for. */
  readonly clones: Clones;
  /** Properties that are set on its datasets, locally or received; empty unless they were asked for. */
  readonly properties: readonly Property[];
  /** What it is known again by without its snapshots being listed; only where that was asked for and the host can tell. */
  readonly mark?: string;
  /** Runs that write into any pool of its host; empty unless they were asked for. */
  readonly writers: readonly SeenWriter[];
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
