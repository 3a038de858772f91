import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { Dataset, Hold, Pool, Property, Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, isWithin, shortNameOf, type SnapshotName } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";

/** What one host showed of the things that a request is about: all that a planner of a verb goes by. */
export interface Observation {
  readonly host: string;
  /** All datasets of the pool, parents before their children: names that are taken, and clones by their origin. */
  readonly datasets: ReadonlyMap<DatasetName, Dataset>;
  /** The subjects of the request (and what is below them where it was asked for) with snapshots and bookmarks. */
  readonly states: ReadonlyMap<DatasetName, DatasetState>;
  /** Of the snapshots in `states`. */
  readonly holds: readonly Hold[];
  /**
   * Snapshots that were destroyed with `-d` and go by themselves with the last of their holds and clones: of those that a
   * release or the destroying of a dataset may be the last for.
   */
  readonly marked: ReadonlySet<SnapshotName>;
  /** Undefined when it is not imported. */
  readonly pool: Pool | undefined;
  /** Those that the verb needs, of its subject. */
  readonly properties: readonly Property[];
  /** What stands below `scan:` in `zpool status`, for `scrub` alone. */
  readonly scan: string | undefined;
  /** What the token of a partial receive says, for `abort` alone. */
  readonly token: ResumeTokenContents | undefined;
  /** What `zfs receive -nv` says of the file, for `receive` alone. */
  readonly stream: string | undefined;
}

/** The snapshot of that name; undefined where it is not there. */
export function snapshotIn(observation: Observation, name: SnapshotName): Snapshot | undefined {
  return observation.states.get(datasetOf(name))?.snapshots.find((snapshot) => snapshot.name === name);
}

/** A snapshot and, with `recursive`, those of the same short name below its dataset; parents first. */
export function snapshotsNamed(observation: Observation, name: SnapshotName, recursive: boolean): Snapshot[] {
  const dataset = datasetOf(name);
  const short = shortNameOf(name);
  return [...observation.states.values()].flatMap((state) => {
    const wanted = recursive ? isWithin(state.dataset.name, dataset) : state.dataset.name === dataset;
    return wanted ? state.snapshots.filter((snapshot) => shortNameOf(snapshot.name) === short) : [];
  });
}

/** The datasets that are clones of a snapshot. */
export function clonesOf(observation: Observation, snapshot: SnapshotName): DatasetName[] {
  return [...observation.datasets.values()].filter(({ origin }) => origin === snapshot).map(({ name }) => name);
}

/** The tags that a snapshot is held by. */
export function tagsOf(observation: Observation, snapshot: SnapshotName): string[] {
  return observation.holds.filter((hold) => hold.snapshot === snapshot).map((hold) => hold.tag);
}

/** A property's value; undefined where it was not looked at or has none. */
export function propertyIn(observation: Observation, name: string): Property | undefined {
  return observation.properties.find((property) => property.property === name);
}
