import { ZfsrError } from "../base/errors";
import { getVersion } from "../zfs/commands/getVersion";
import { listDatasets } from "../zfs/commands/listDatasets";
import { listHolds } from "../zfs/commands/listHolds";
import { listPools } from "../zfs/commands/listPools";
import { listSnapshots } from "../zfs/commands/listSnapshots";
import type { Bookmark, Hold, Snapshot } from "../zfs/model";
import { type DatasetName, parentOf, poolOf, type SnapshotName } from "../zfs/names";
import { datasetStates, type DatasetTree } from "../zfs/tree";
import type { Host } from "./host";
import { type Outcome, runAll, unwrap } from "./run";

export interface ObserveOptions {
  /** Everything below `root` too. */
  readonly recursive: boolean;
  /** The holds of held snapshots, too: a second round trip where there are any. Default: false. */
  readonly holds?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Looks at `root` on a host: one round trip, and a second one where holds are asked for and snapshots are held.
 * A root that does not exist gives an empty tree. @throws ZfsrError for everything else that keeps it from being seen.
 */
export async function observeTree(host: Host, root: DatasetName, options: ObserveOptions): Promise<DatasetTree> {
  const parent = parentOf(root);
  const [datasets, snapshots, above, pools, version] = await runAll(
    host,
    [
      listDatasets(root, options.recursive ? {} : { depth: 0 }),
      listSnapshots(root, { recursive: options.recursive }),
      listDatasets(parent ?? poolOf(root), { depth: 0 }),
      listPools(),
      getVersion(),
    ],
    options,
  );
  const items = orNothing(snapshots);
  return {
    host: host.id,
    root,
    datasets: datasetStates(orNothing(datasets), items),
    parent: parent === undefined ? undefined : orNothing(above)[0],
    pool: unwrap(pools).find((pool) => pool.name === poolOf(root)),
    version: unwrap(version),
    holds: options.holds === true ? await holdsOf(host, items, options.signal) : [],
  };
}

/** What was listed; nothing where the dataset does not exist. */
function orNothing<T>(outcome: Outcome<T[]>): T[] {
  if ("error" in outcome && ZfsrError.is(outcome.error, "not-found", "pool-not-found")) return [];
  return unwrap(outcome);
}

/** Names in one command: another tool may hold every snapshot there is, and a command line is bounded. */
const mostAtOnce = 200;

/** The holds of the snapshots that have any, in one round trip. Snapshots that have gone meanwhile are left out. */
async function holdsOf(
  host: Host,
  items: readonly (Snapshot | Bookmark)[],
  signal: AbortSignal | undefined,
): Promise<Hold[]> {
  const held = items.flatMap((item) => (item.kind === "snapshot" && item.userrefs > 0 ? [item.name] : []));
  const holds: Hold[] = [];
  for (let size = mostAtOnce, left = held; left.length > 0; size = 1) {
    const chunks = chunked(left, size);
    const outcomes = await runAll(host, chunks.map(listHolds), signal ? { signal } : {});
    // one snapshot that has gone spoils its whole command: the others of it are asked for one by one
    left = [];
    outcomes.forEach((outcome, i) => {
      if ("value" in outcome) holds.push(...outcome.value);
      else if (!ZfsrError.is(outcome.error, "not-found", "snapshot-not-found")) unwrap(outcome);
      else if (size > 1) left.push(...(chunks[i] ?? []));
    });
  }
  return holds;
}

function chunked(names: readonly SnapshotName[], size: number): [SnapshotName, ...SnapshotName[]][] {
  const chunks: [SnapshotName, ...SnapshotName[]][] = [];
  for (let start = 0; start < names.length; start += size) {
    const [first, ...rest] = names.slice(start, start + size);
    if (first !== undefined) chunks.push([first, ...rest]);
  }
  return chunks;
}
