import type { Bookmark, Snapshot } from "../zfs/model";
import type { BookmarkName, SnapshotName } from "../zfs/names";

/** One stream: from nothing (full), from a snapshot, or from a bookmark, up to a snapshot. */
export interface Increment {
  /** A snapshot of another dataset for the first stream of a clone. */
  readonly from: SnapshotName | BookmarkName | undefined;
  readonly to: SnapshotName;
  /** True for `-I`: all snapshots between are in the stream, too. */
  readonly intermediates: boolean;
}

/**
 * The snapshots that a target lacks which has `base` and nothing newer; all where it has none. Of several that were made
 * in one transaction group the last: they hold the same, and no increment can lie between them.
 * @param snapshots of the source, in the order of createtxg.
 */
export function missingSnapshots(
  base: Snapshot | Bookmark | undefined,
  snapshots: readonly Snapshot[],
): readonly Snapshot[] {
  return snapshots.filter(
    (snapshot, i) =>
      (base === undefined || snapshot.createtxg > base.createtxg) && snapshots[i + 1]?.createtxg !== snapshot.createtxg,
  );
}

/**
 * The fewest streams that bring a target from `base` to the newest of `wanted`.
 * `-I` sends all that lies between, so it serves only where all of that is wanted; it cannot start at a bookmark
 * (openzfs/zfs#12415), and a full stream holds one snapshot only.
 * @param base what the target has, or the origin of a clone that is to be made
 * @param wanted of the source, in the order of createtxg.
 * @param options.intermediates send all that lie between, not the newest alone.
 * @param options.all every snapshot of the source in the same order, where not all are wanted
 */
export function increments(
  base: Snapshot | Bookmark | undefined,
  wanted: readonly Snapshot[],
  { intermediates, all = wanted }: { readonly intermediates: boolean; readonly all?: readonly Snapshot[] },
): Increment[] {
  const missing = missingSnapshots(base, wanted);
  const newest = missing.at(-1);
  if (newest === undefined) return [];
  if (!intermediates) return [{ from: base?.name, to: newest.name, intermediates: false }];
  const place = new Map(all.map((snapshot, i) => [snapshot, i]));
  const follows = (later: Snapshot, earlier: Snapshot): boolean => place.get(later) === (place.get(earlier) ?? NaN) + 1;
  const streams: Increment[] = [];
  let from: Snapshot | Bookmark | undefined = base;
  for (let i = 0; i < missing.length;) {
    let end = i;
    let last = from;
    for (let next = missing[end]; next && last?.kind === "snapshot" && follows(next, last); next = missing[end]) {
      last = next;
      end += 1;
    }
    const to: Snapshot = end > i && last?.kind === "snapshot" ? last : (missing[i] ?? newest);
    streams.push({ from: from?.name, to: to.name, intermediates: end - i > 1 });
    from = to;
    i = Math.max(end, i + 1);
  }
  return streams;
}
