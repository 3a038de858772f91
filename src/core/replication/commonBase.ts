import type { Bookmark, Snapshot } from "../zfs/model";
import type { Guid } from "../zfs/names";
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
export function commonBase(
  source: Pick<DatasetState, "snapshots" | "bookmarks">,
  target: Pick<DatasetState, "snapshots">,
): CommonBase | undefined {
  const find = finder(source);
  for (let i = target.snapshots.length - 1; i >= 0; i -= 1) {
    const candidate = target.snapshots[i];
    const found = candidate && find(candidate.guid);
    if (candidate && found) {
      return { source: found, target: candidate, newerOnTarget: target.snapshots.slice(i + 1) };
    }
  }
  return undefined;
}

/** Finds by guid, and reads no more of the snapshots than it must: what is in common is mostly among the newest. */
function finder({
  snapshots,
  bookmarks,
}: Pick<DatasetState, "snapshots" | "bookmarks">): (guid: Guid) => Snapshot | Bookmark | undefined {
  const seen = new Map<Guid, Snapshot>();
  const bookmarked = new Map(bookmarks.map((bookmark) => [bookmark.guid, bookmark]));
  let left = snapshots.length;
  return (guid) => {
    while (left > 0 && !seen.has(guid)) {
      left -= 1;
      const snapshot = snapshots[left];
      if (snapshot) seen.set(snapshot.guid, snapshot);
    }
    return seen.get(guid) ?? bookmarked.get(guid);
  };
}
