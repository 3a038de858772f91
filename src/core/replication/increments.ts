import type { Bookmark, Snapshot } from "../zfs/model";
import type { BookmarkName, SnapshotName } from "../zfs/names";

/** One stream: from nothing (full), from a snapshot, or from a bookmark, up to a snapshot. */
export interface Increment {
  readonly from: SnapshotName | BookmarkName | undefined;
  readonly to: SnapshotName;
  /** True for `-I`: all snapshots between are in the stream, too. */
  readonly intermediates: boolean;
}

/**
 * The snapshots that a target lacks which has `base` and nothing newer; all where it has none.
 * @param snapshots of the source, in the order of createtxg.
 */
export function missingSnapshots(
  base: Snapshot | Bookmark | undefined,
  snapshots: readonly Snapshot[],
): readonly Snapshot[] {
  return base === undefined ? snapshots : snapshots.filter((snapshot) => snapshot.createtxg > base.createtxg);
}

/**
 * The fewest streams that bring a target from `base` to the newest of `snapshots`.
 * `-I` cannot start at a bookmark (openzfs/zfs#12415), and a full stream holds one snapshot only, so either may need two.
 * @param snapshots of the source, in the order of createtxg.
 * @param intermediates send all that lie between, not the newest alone.
 */
export function increments(
  base: Snapshot | Bookmark | undefined,
  snapshots: readonly Snapshot[],
  intermediates: boolean,
): Increment[] {
  const missing = missingSnapshots(base, snapshots);
  const first = missing[0];
  const newest = missing.at(-1);
  if (first === undefined || newest === undefined) return [];
  if (!intermediates || missing.length === 1) return [{ from: base?.name, to: newest.name, intermediates: false }];
  if (base?.kind === "snapshot") return [{ from: base.name, to: newest.name, intermediates: true }];
  return [
    { from: base?.name, to: first.name, intermediates: false },
    { from: first.name, to: newest.name, intermediates: missing.length > 2 },
  ];
}
