import type { Bookmark, Snapshot } from "../zfs/model";
import type { DatasetState } from "../zfs/tree";

/** What two sides share, found by guid alone: names are never compared. */
export interface CommonBase {
  /** On the source. A snapshot where there is one, else a bookmark. */
  readonly source: Snapshot | Bookmark;
  /** The same on the target. */
  readonly target: Snapshot;
  /** Snapshots that the target has and that came after the base, oldest first. Not empty: the target has diverged. */
  readonly newerOnTarget: readonly Snapshot[];
}

/**
 * The newest snapshot of the target that the source has too, as a snapshot or a bookmark.
 * @returns undefined when they share none.
 */
export function commonBase(source: DatasetState, target: DatasetState): CommonBase | undefined {
  const byGuid = new Map<string, Snapshot | Bookmark>();
  for (const bookmark of source.bookmarks) byGuid.set(bookmark.guid, bookmark);
  for (const snapshot of source.snapshots) byGuid.set(snapshot.guid, snapshot);
  for (let i = target.snapshots.length - 1; i >= 0; i -= 1) {
    const candidate = target.snapshots[i];
    const found = candidate && byGuid.get(candidate.guid);
    if (candidate && found) {
      return { source: found, target: candidate, newerOnTarget: target.snapshots.slice(i + 1) };
    }
  }
  return undefined;
}
