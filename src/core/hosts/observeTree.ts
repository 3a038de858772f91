import { ZfsrError } from "../base/errors";
import { getVersion } from "../zfs/commands/getVersion";
import { listDatasets } from "../zfs/commands/listDatasets";
import { listHolds } from "../zfs/commands/listHolds";
import { listPools } from "../zfs/commands/listPools";
import { listSnapshots } from "../zfs/commands/listSnapshots";
import type { Hold, Snapshot } from "../zfs/model";
import { type DatasetName, parentOf, poolOf } from "../zfs/names";
import { datasetStates, type DatasetTree } from "../zfs/tree";
import type { Host } from "./host";
import { type Outcome, run, runAll, unwrap } from "./run";

export interface ObserveOptions {
  /** Everything below `root` too. */
  readonly recursive: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Looks at `root` on a host: one round trip, and a second one only where snapshots are held.
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
    holds: await holdsOf(
      host,
      items.filter((item) => item.kind === "snapshot"),
      options.signal,
    ),
  };
}

/** What was listed; nothing where the dataset does not exist. */
function orNothing<T>(outcome: Outcome<T[]>): T[] {
  if ("error" in outcome && ZfsrError.is(outcome.error, "not-found", "pool-not-found")) return [];
  return unwrap(outcome);
}

async function holdsOf(host: Host, snapshots: readonly Snapshot[], signal: AbortSignal | undefined): Promise<Hold[]> {
  const [first, ...rest] = snapshots.filter((snapshot) => snapshot.userrefs > 0).map((snapshot) => snapshot.name);
  if (first === undefined) return [];
  return run(host, listHolds([first, ...rest]), signal ? { signal } : {});
}
