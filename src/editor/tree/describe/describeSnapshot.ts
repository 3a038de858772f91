import { formatBytes } from "../../../core/base/bytes";
import type { Bookmark, Snapshot } from "../../../core/zfs/model";
import { printable, shortNameOf } from "../../../core/zfs/names";
import { listOf, type SnapshotsState } from "../../hosts/hostState";
import type { GroupNode } from "../nodes/node";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";
import { ago } from "../../l10n/ago";
import { t } from "../../l10n/t";

/** The folder of a dataset's snapshots; how many there are is known once it was opened, and said until it is read again. */
export function describeSnapshots(dataset: string, state: SnapshotsState, now: number): ItemText {
  const list = listOf(state);
  const newest = list && list.length > 0 ? t("newest {0}", ago(now - list.creation(0))) : undefined;
  const again = list && state.kind === "idle" && t("reading again");
  const description = facts(list && countText(list.length), newest, again);
  return {
    label: t("Snapshots"),
    description,
    spoken: facts(t("Snapshots of {0}", printable(dataset)), description),
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
    spoken: facts(label, t("snapshots of {0}", printable(node.dataset)), description),
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
    ago(now - snapshot.creation),
    held && t("held"),
    clones.length > 0 && (clones.length === 1 ? t("1 clone") : t("{0} clones", clones.length)),
    hosts.length > 0 && t("on {0}", listed(hosts)),
    !held && hosts.length === 0 && t("{0} own", formatBytes(snapshot.used)),
  );
  const label = printable(shortNameOf(snapshot.name));
  return {
    label,
    description,
    spoken: facts(label, t("snapshot"), description),
    icon: { id: "device-camera" },
    context: contextOf("zfs.snapshot", held && "held", clones.length > 0 && "cloned"),
    children: "none",
  };
}

export function describeBookmark(bookmark: Bookmark, now: number): ItemText {
  const label = printable(shortNameOf(bookmark.name));
  const description = facts(ago(now - bookmark.creation), t("bookmark"));
  return {
    label,
    description,
    spoken: facts(label, t("bookmark"), ago(now - bookmark.creation)),
    icon: { id: "bookmark" },
    context: contextOf("zfs.bookmark"),
    children: "none",
  };
}

/** @param tags of its holds, where they are known */
export function snapshotTooltip(item: Snapshot | Bookmark, beyond?: Beyond, tags?: readonly string[]): TooltipText {
  const created = [t("Created"), new Date(item.creation).toLocaleString()] as const;
  const identity = [["GUID", item.guid] as const, [t("Transaction group"), String(item.createtxg)] as const];
  if (item.kind === "bookmark") return { title: item.name, rows: [[t("Type"), t("bookmark")], created, ...identity] };
  return {
    title: item.name,
    rows: [
      created,
      [t("Used by it alone"), formatBytes(item.used)],
      [t("Referenced"), formatBytes(item.referenced)],
      [t("Holds"), item.userrefs === 0 || !tags ? String(item.userrefs) : tags.join(", ")],
      ...(beyond?.clones ?? []).map((clone) => [t("Cloned as"), clone] as const),
      ...(beyond && beyond.hosts.length > 0 ? [[t("Also on"), listed(beyond.hosts)] as const] : []),
      ...identity,
    ],
  };
}

/** `beta`, `beta and gamma`, `beta, gamma and delta` */
function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join();
  return t("{0} and {1}", names.slice(0, -1).join(", "), names.at(-1) ?? "");
}

function countText(count: number): string {
  return new Intl.NumberFormat("en").format(count);
}
