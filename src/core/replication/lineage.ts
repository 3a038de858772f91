import type { Bookmark, Snapshot } from "../zfs/model";
import type { SnapshotName } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";

/** One dataset of the family: the source, or one of its copies. */
export interface LineageMember {
  /** `beta:backup/demo` */
  readonly place: string;
  /** What is there; undefined where the dataset does not exist, or could not be looked at. */
  readonly state: DatasetState | undefined;
  /** It could not be looked at: what it needs is not known. */
  readonly unseen: boolean;
  /** Tags of the holds, by snapshot. */
  readonly holds: ReadonlyMap<SnapshotName, readonly string[]>;
  /** Datasets that are clones, by the snapshot they were made of. */
  readonly clones: ReadonlyMap<SnapshotName, readonly string[]>;
}

/** Whether a snapshot can be destroyed on one place without losing what replication or a person still needs. */
export type Verdict =
  | { readonly kind: "safe"; readonly because: string }
  | { readonly kind: "kept"; readonly because: string }
  /** Nothing holds it, but no other place has it: what it alone has is gone with it. */
  | { readonly kind: "last"; readonly because: string };

/** What one place has of one snapshot. */
export type LineageCell =
  | {
      readonly kind: "snapshot";
      readonly item: Snapshot;
      readonly holds: readonly string[];
      readonly clones: readonly string[];
      readonly bookmarked: boolean;
      readonly verdict: Verdict;
    }
  | { readonly kind: "bookmark"; readonly item: Bookmark }
  /** It has older ones of this family and newer ones, but not this: it was left out or destroyed. */
  | { readonly kind: "gap" }
  | { readonly kind: "absent" };

/** One snapshot, wherever it is. */
export interface LineageRow {
  readonly guid: string;
  /** Behind the `@`: the name on the first place that has it; `otherNames` are those it has elsewhere. */
  readonly name: string;
  readonly otherNames: readonly string[];
  /** Milliseconds since 1970. */
  readonly creation: number;
  /** One for each member, in their order. */
  readonly cells: readonly LineageCell[];
  /** The pairs of members (by index) that have this as their newest in common. */
  readonly baseOf: readonly (readonly [number, number])[];
}

/** How two members stand to each other. */
export interface LineagePair {
  readonly members: readonly [number, number];
  /** The guid of their newest common snapshot or bookmark; undefined: an increment is not possible. */
  readonly base: string | undefined;
  /** Snapshots after the base that only the first has, and only the second. Both above zero: they have diverged. */
  readonly ahead: readonly [number, number];
}

export interface Lineage {
  readonly members: readonly LineageMember[];
  /** Newest first. */
  readonly rows: readonly LineageRow[];
  readonly pairs: readonly LineagePair[];
}

/**
 * Which snapshots exist where, by guid alone: names are only shown. Rows are ordered by creation, which stays with a
 * snapshot wherever it is sent; what lies between and after is told by createtxg.
 */
export function lineage(members: readonly LineageMember[]): Lineage {
  const indexes = members.map(indexOf);
  const pairs = pairsOf(members, indexes);
  const guids = new Set(indexes.flatMap((index) => [...index.snapshots.keys(), ...index.bookmarks.keys()]));
  const bases = new Map<string, (readonly [number, number])[]>();
  for (const { base, members: pair } of pairs)
    if (base !== undefined) bases.set(base, [...(bases.get(base) ?? []), pair]);
  const rows = [...guids].map((guid) => rowOf(guid, members, indexes, bases.get(guid) ?? []));
  return { members, rows: rows.sort(newestFirst), pairs };
}

interface Index {
  readonly snapshots: ReadonlyMap<string, Snapshot>;
  readonly bookmarks: ReadonlyMap<string, Bookmark>;
  /** Creation of the oldest and of the newest snapshot. */
  readonly oldest: number;
  readonly newest: number;
}

function indexOf({ state }: LineageMember): Index {
  const snapshots = state?.snapshots ?? [];
  const bookmarks = [...(state?.bookmarks ?? [])].reverse();
  return {
    snapshots: new Map(snapshots.map((item) => [item.guid, item])),
    // of several bookmarks of one snapshot the first is shown
    bookmarks: new Map(bookmarks.map((item) => [item.guid, item])),
    oldest: Math.min(...snapshots.map((item) => item.creation)),
    newest: Math.max(...snapshots.map((item) => item.creation)),
  };
}

function pairsOf(members: readonly LineageMember[], indexes: readonly Index[]): LineagePair[] {
  return members.flatMap((first, a) =>
    members.slice(a + 1).flatMap((second, offset): LineagePair[] => {
      const b = a + 1 + offset;
      if (!first.state || !second.state) return [];
      const base =
        newestShared(first.state, indexes[b]) ?? newestBookmarked(first.state, second.state, [indexes[a], indexes[b]]);
      const ahead = [after(first.state, base), after(second.state, base)] as const;
      return [{ members: [a, b], base, ahead }];
    }),
  );
}

function newestShared(state: DatasetState, other: Index | undefined): string | undefined {
  return state.snapshots.findLast((item) => other?.snapshots.has(item.guid))?.guid;
}

/** An increment can start at a bookmark of the sender where the receiver still has the snapshot. */
function newestBookmarked(
  first: DatasetState,
  second: DatasetState,
  [a, b]: readonly [Index | undefined, Index | undefined],
): string | undefined {
  const there = second.snapshots.findLast((item) => a?.bookmarks.has(item.guid));
  return (there ?? first.snapshots.findLast((item) => b?.bookmarks.has(item.guid)))?.guid;
}

function after({ snapshots, bookmarks }: DatasetState, base: string | undefined): number {
  const from = [...snapshots, ...bookmarks].find((item) => item.guid === base)?.createtxg ?? -1;
  return snapshots.filter((item) => item.createtxg > from).length;
}

function rowOf(
  guid: string,
  members: readonly LineageMember[],
  indexes: readonly Index[],
  baseOf: readonly (readonly [number, number])[],
): LineageRow {
  const found = indexes.flatMap((index) => index.snapshots.get(guid) ?? index.bookmarks.get(guid) ?? []);
  const creation = found[0]?.creation ?? 0;
  const [name = "", ...otherNames] = new Set(found.map((item) => item.name.slice(item.name.search(/[@#]/) + 1)));
  const cells = members.map((member, i): LineageCell => {
    const index = indexes[i];
    const item = index?.snapshots.get(guid);
    if (item && index) {
      const holds = member.holds.get(item.name) ?? [];
      const clones = member.clones.get(item.name) ?? [];
      const verdict = verdictOf({ guid, item, holds, clones, at: i, baseOf, members, indexes });
      return { kind: "snapshot", item, holds, clones, bookmarked: index.bookmarks.has(guid), verdict };
    }
    const bookmark = index?.bookmarks.get(guid);
    if (bookmark) return { kind: "bookmark", item: bookmark };
    return { kind: index && index.oldest < creation && creation < index.newest ? "gap" : "absent" };
  });
  return { guid, name, otherNames, creation, cells, baseOf };
}

interface Judged {
  readonly guid: string;
  readonly item: Snapshot;
  readonly holds: readonly string[];
  readonly clones: readonly string[];
  /** The member that has it. */
  readonly at: number;
  readonly baseOf: LineageRow["baseOf"];
  readonly members: readonly LineageMember[];
  readonly indexes: readonly Index[];
}

/** The first reason to keep it, in the order in which zfs and replication would stumble over it. */
function verdictOf({ guid, item, holds, clones, at, baseOf, members, indexes }: Judged): Verdict {
  const kept = (because: string): Verdict => ({ kind: "kept", because });
  if (holds.length > 0) return kept(`held by ${holds.join(", ")}`);
  // holds that could not be listed still count
  if (item.userrefs > 0) return kept("held");
  if (clones.length > 0) return kept(`${clones.join(", ")} ${clones.length === 1 ? "is its clone" : "are its clones"}`);
  const others = baseOf.filter((pair) => pair.includes(at)).map(([a, b]) => members[a === at ? b : a]?.place ?? "?");
  if (others.length > 0) return kept(`the newest in common with ${others.join(", ")}`);
  const elsewhere = members.filter((_, i) => i !== at && indexes[i]?.snapshots.has(guid)).map(({ place }) => place);
  // an unreachable copy may have it as its base
  const unseen = members.filter(({ unseen }) => unseen).map(({ place }) => place);
  if (unseen.length > 0) return kept(`${unseen.join(", ")} could not be looked at and may need it`);
  if (elsewhere.length > 0) return { kind: "safe", because: `${elsewhere.join(", ")} has it, too, and newer ones` };
  return { kind: "last", because: "no other place has it" };
}

/** Snapshots of one second are ordered by createtxg where one place has both. */
function newestFirst(a: LineageRow, b: LineageRow): number {
  if (a.creation !== b.creation) return b.creation - a.creation;
  for (const [i, left] of a.cells.entries()) {
    const right = b.cells[i];
    if (right && "item" in left && "item" in right) return right.item.createtxg - left.item.createtxg;
  }
  return a.guid < b.guid ? -1 : 1;
}
