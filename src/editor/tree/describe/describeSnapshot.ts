import { formatBytes } from "../../../core/base/bytes";
import { formatAge } from "../../../core/base/duration";
import type { Bookmark, Snapshot } from "../../../core/zfs/model";
import { printable, shortNameOf } from "../../../core/zfs/names";
import type { SnapshotsState } from "../../hosts/hostState";
import type { GroupNode } from "../nodes/node";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";

/** The folder of a dataset's snapshots; how many there are is known once it was opened. */
export function describeSnapshots(dataset: string, state: SnapshotsState, now: number): ItemText {
  const list = state.kind === "ready" ? state.list : undefined;
  const newest = list && list.length > 0 ? `newest ${ago(list.creation(0), now)}` : undefined;
  const description = facts(list && countText(list.length), newest);
  return {
    label: "Snapshots",
    description,
    spoken: facts(`Snapshots of ${printable(dataset)}`, description),
    icon: { id: "history" },
    context: contextOf("zfs.snapshots"),
    children: "collapsed",
  };
}

/** The snapshots of a month, of a day, or of one way of naming. */
export function describeGroup(node: GroupNode, count: number | undefined): ItemText {
  const label = printable(node.key);
  const description = count === undefined ? "" : countText(count);
  return {
    label,
    description,
    spoken: facts(label, `snapshots of ${printable(node.dataset)}`, description),
    icon: { id: node.by === "name" ? "tag" : "calendar" },
    context: contextOf("zfs.group", node.by),
    children: "collapsed",
  };
}

/** What the snapshot's own row does not tell. */
export interface Beyond {
  /** The other hosts that have it. */
  readonly hosts: readonly string[];
  /** The datasets that were cloned from it. */
  readonly clones: readonly string[];
}

export function describeSnapshot(snapshot: Snapshot, { hosts, clones }: Beyond, now: number): ItemText {
  const held = snapshot.userrefs > 0;
  const description = facts(
    ago(snapshot.creation, now),
    held && "held",
    clones.length > 0 && (clones.length === 1 ? "1 clone" : `${clones.length} clones`),
    hosts.length > 0 && `on ${listed(hosts)}`,
    !held && hosts.length === 0 && `${formatBytes(snapshot.used)} own`,
  );
  const label = printable(shortNameOf(snapshot.name));
  return {
    label,
    description,
    spoken: facts(label, "snapshot", description),
    icon: { id: "device-camera" },
    context: contextOf("zfs.snapshot", held && "held", clones.length > 0 && "cloned"),
    children: "none",
  };
}

export function describeBookmark(bookmark: Bookmark, now: number): ItemText {
  const label = printable(shortNameOf(bookmark.name));
  const description = facts(ago(bookmark.creation, now), "bookmark");
  return {
    label,
    description,
    spoken: facts(label, "bookmark", ago(bookmark.creation, now)),
    icon: { id: "bookmark" },
    context: contextOf("zfs.bookmark"),
    children: "none",
  };
}

/** @param tags of its holds, where they are known */
export function snapshotTooltip(item: Snapshot | Bookmark, beyond?: Beyond, tags?: readonly string[]): TooltipText {
  const created = ["Created", new Date(item.creation).toLocaleString()] as const;
  const identity = [["GUID", item.guid] as const, ["Transaction group", String(item.createtxg)] as const];
  if (item.kind === "bookmark") return { title: item.name, rows: [["Type", "bookmark"], created, ...identity] };
  return {
    title: item.name,
    rows: [
      created,
      ["Used by it alone", formatBytes(item.used)],
      ["Referenced", formatBytes(item.referenced)],
      ["Holds", item.userrefs === 0 || !tags ? String(item.userrefs) : tags.join(", ")],
      ...(beyond?.clones ?? []).map((clone) => ["Cloned as", clone] as const),
      ...(beyond && beyond.hosts.length > 0 ? [["Also on", listed(beyond.hosts)] as const] : []),
      ...identity,
    ],
  };
}

/** `beta`, `beta and gamma`, `beta, gamma and delta` */
function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join();
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

function countText(count: number): string {
  return new Intl.NumberFormat("en").format(count);
}

function ago(at: number, now: number): string {
  const age = formatAge(now - at);
  return age === "just now" ? age : `${age} ago`;
}
