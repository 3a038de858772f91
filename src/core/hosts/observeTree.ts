import { ZfsrError } from "../base/errors";
import { listSetProperties } from "../zfs/commands/getProperties";
import { getVersion } from "../zfs/commands/getVersion";
import type { Changes } from "../zfs/commands/listChanges";
import { listDatasets } from "../zfs/commands/listDatasets";
import type { Command } from "../zfs/command";
import { listHolds } from "../zfs/commands/listHolds";
import { listMarked, type MarkedSnapshot } from "../zfs/commands/listMarked";
import { type Clones, listOrigins } from "../zfs/commands/listOrigins";
import { listPools } from "../zfs/commands/listPools";
import { listTreeSnapshots } from "../zfs/commands/listTreeSnapshots";
import { listWriters } from "../zfs/commands/listWriters";
import type { Bookmark, Dataset, Hold, Pool, Property, Snapshot, ZfsVersion } from "../zfs/model";
import { type DatasetName, parentOf, poolOf, type SnapshotName } from "../zfs/names";
import { datasetStates, type DatasetTree } from "../zfs/tree";
import type { SeenWriter } from "../zfs/writer";
import { chunked, mostAtOnce } from "./chunked";
import type { Host } from "./host";
import { type Outcome, runAll, unwrap } from "./run";
import { markCommands, type MarkOptions, markOf } from "./treeMark";

export interface ObserveOptions {
  /** Everything below `root` too. */
  readonly recursive: boolean;
  /** The holds of held snapshots, too: a second round trip where there are any. Default: false. */
  readonly holds?: boolean;
  /** All clones of its pool, too. Default: false. */
  readonly clones?: boolean;
  /** What is set on its datasets, too. Default: false. */
  readonly properties?: boolean;
  /** What the tree is known again by, where the host can tell. Default: not asked for. */
  readonly mark?: Omit<MarkOptions, "recursive">;
  /** The runs that write into its host's pools, too. Default: false. */
  readonly writers?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Looks at `root` on a host: one round trip, and a second one where holds are asked for and snapshots are held.
 * A root that does not exist gives an empty tree. @throws ZfsrError for everything else that keeps it from being seen.
 */
export async function observeTree(host: Host, root: DatasetName, options: ObserveOptions): Promise<DatasetTree> {
  const above = ancestorsOf(root);
  const cloned = options.clones === true ? [listOrigins(poolOf(root))] : [];
  const writing = options.writers === true ? [listWriters()] : [];
  const set = options.properties === true ? [listSetProperties(root, options)] : [];
  const marked = options.mark ? markCommands(root, { ...options.mark, recursive: options.recursive }) : [];
  const outcomes = await runAll(
    host,
    [
      ...marked,
      listDatasets(root, options.recursive ? {} : { depth: 0 }),
      listTreeSnapshots(root, { recursive: options.recursive }),
      listPools(),
      getVersion(),
      ...above.map((name) => listDatasets(name, { depth: 0 })),
      ...set,
      ...cloned,
      ...writing,
    ] as const,
    options,
  );
  const [clock, changes] = outcomes.slice(0, marked.length) as [Outcome<number>?, Outcome<Changes>?];
  const [datasets, snapshots, pools, version, ...rest] = outcomes.slice(marked.length) as [
    ...Listed,
    ...Outcome<unknown>[],
  ];
  const ancestors = rest.slice(0, above.length) as Outcome<Dataset[]>[];
  const properties = rest.slice(above.length, above.length + set.length) as Outcome<Property[]>[];
  const [clones] = rest.slice(above.length + set.length, rest.length - writing.length) as Outcome<Clones>[];
  const writers = rest.slice(rest.length - writing.length) as Outcome<SeenWriter[]>[];
  const items = orNothing(snapshots);
  const imported = unwrap(pools);
  const mark = markOf(root, clock, changes, imported);
  const existing = ancestors.flatMap((outcome) => orNothing(outcome));
  return {
    host: host.id,
    root,
    datasets: datasetStates(orNothing(datasets), items),
    parent: existing.find((dataset) => dataset.name === parentOf(root)),
    ancestors: existing,
    ...(mark === undefined ? {} : { mark }),
    pool: imported.find((pool) => pool.name === poolOf(root)),
    version: unwrap(version),
    holds: options.holds === true ? await holdsOf(host, items, options.signal) : [],
    // a pool that is not there has none
    clones: clones && "value" in clones ? clones.value : new Map<never, never>(),
    properties: properties.flatMap((outcome) => orNothing(outcome)),
    // a host whose ps(1) does not take these words shows none; zfs itself lets one receive at a time into a dataset
    writers: writers.flatMap((outcome) => ("value" in outcome ? outcome.value : [])),
  };
}

/**
 * The datasets of a tree and what snapshots they have, and nothing else: one round trip of two commands. Nothing where `root`
 * does not exist. @throws ZfsrError as `observeTree`
 */
export async function observeDatasets(
  host: Host,
  root: DatasetName,
  options: Pick<ObserveOptions, "recursive" | "signal">,
): Promise<DatasetTree["datasets"]> {
  const { recursive } = options;
  const [datasets, snapshots] = await runAll(
    host,
    [listDatasets(root, recursive ? {} : { depth: 0 }), listTreeSnapshots(root, { recursive })],
    options,
  );
  return datasetStates(orNothing(datasets), orNothing(snapshots));
}

/** What every look at a tree asks for, in this order. */
type Listed = [Outcome<Dataset[]>, Outcome<(Snapshot | Bookmark)[]>, Outcome<Pool[]>, Outcome<ZfsVersion>];

/** All datasets that `root` lies below, the nearest first. */
function ancestorsOf(root: DatasetName): DatasetName[] {
  const parent = parentOf(root);
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent)];
}

/** What was listed; nothing where the dataset does not exist. */
function orNothing<T>(outcome: Outcome<T[]>): T[] {
  if ("error" in outcome && ZfsrError.is(outcome.error, "not-found", "pool-not-found")) return [];
  return unwrap(outcome);
}

/** The holds of the snapshots that have any, in one round trip. Snapshots that have gone meanwhile are left out. */
export function holdsOf(
  host: Host,
  items: readonly (Snapshot | Bookmark)[],
  signal: AbortSignal | undefined,
): Promise<Hold[]> {
  const held = items.flatMap((item) => (item.kind === "snapshot" && item.userrefs > 0 ? [item.name] : []));
  return holdsOn(host, held, signal);
}

/** The holds of snapshots by their names, as `holdsOf`. */
export function holdsOn(host: Host, names: readonly SnapshotName[], signal: AbortSignal | undefined): Promise<Hold[]> {
  return toldOf(host, names, listHolds, signal);
}

/** Those of snapshots that go by themselves with the last of their holds and clones, as `holdsOf`. */
export function markedOn(
  host: Host,
  names: readonly SnapshotName[],
  signal: AbortSignal | undefined,
): Promise<MarkedSnapshot[]> {
  return toldOf(host, names, listMarked, signal);
}

async function toldOf<T>(
  host: Host,
  names: readonly SnapshotName[],
  command: (snapshots: readonly [SnapshotName, ...SnapshotName[]]) => Command<T[]>,
  signal: AbortSignal | undefined,
): Promise<T[]> {
  const told: T[] = [];
  for (let size = mostAtOnce, left = [...names]; left.length > 0; size = 1) {
    const chunks = chunked(left, size);
    const outcomes = await runAll(host, chunks.map(command), signal ? { signal } : {});
    // one snapshot that has gone spoils its whole command: the others of it are asked for one by one
    left = [];
    outcomes.forEach((outcome, i) => {
      if ("value" in outcome) told.push(...outcome.value);
      else if (!ZfsrError.is(outcome.error, "not-found", "snapshot-not-found")) unwrap(outcome);
      else if (size > 1) left.push(...(chunks[i] ?? []));
    });
  }
  return told;
}
