import { ZfsrError } from "../../../core/base/errors";
import type { Host } from "../../../core/hosts/host";
import { observeTree } from "../../../core/hosts/observeTree";
import { run } from "../../../core/hosts/run";
import type { LineageMember } from "../../../core/replication/lineage";
import { listDatasets } from "../../../core/zfs/commands/listDatasets";
import { poolOf, type SnapshotName } from "../../../core/zfs/names";
import { formatPlace } from "../../../core/zfs/place";
import type { DatasetPlace } from "./relatedPlaces";

/** A member of the family as its host shows it, or why it does not. */
export interface Looked {
  readonly member: LineageMember;
  readonly failure: string | undefined;
}

/** Looks at one place: its snapshots, bookmarks, holds, and the clones of its snapshots. Never rejects. */
export async function lookAt(
  { host: id, dataset }: DatasetPlace,
  host: (id: string) => Host,
  signal: AbortSignal,
): Promise<Looked> {
  const place = formatPlace(id, dataset);
  try {
    const connected = host(id);
    const [tree, all] = await Promise.all([
      observeTree(connected, dataset, { recursive: false, holds: true, signal }),
      // a clone may be anywhere in the pool
      run(connected, listDatasets(poolOf(dataset)), { signal }).catch((error: unknown) => {
        if (ZfsrError.is(error, "not-found", "pool-not-found")) return [];
        throw error;
      }),
    ]);
    const state = tree.datasets.get(dataset);
    const holds = grouped(tree.holds.map(({ snapshot, tag }) => [snapshot, tag] as const));
    const clones = grouped(all.flatMap(({ origin, name }) => (origin === undefined ? [] : [[origin, name] as const])));
    const member: LineageMember = { place, state, unseen: false, holds, clones };
    return { member, failure: state ? undefined : "does not exist there" };
  } catch (error) {
    const { because } = ZfsrError.from(error, place);
    return {
      member: { place, state: undefined, unseen: true, holds: new Map(), clones: new Map() },
      failure: `could not be looked at: ${because}`,
    };
  }
}

function grouped(pairs: readonly (readonly [SnapshotName, string])[]): Map<SnapshotName, string[]> {
  const groups = new Map<SnapshotName, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}
