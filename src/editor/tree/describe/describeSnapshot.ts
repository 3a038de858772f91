import { formatBytes } from "../../../core/base/bytes";
import { formatAge } from "../../../core/base/duration";
import type { Bookmark, Snapshot } from "../../../core/zfs/model";
import { printable, shortNameOf } from "../../../core/zfs/names";
import type { SnapshotsState } from "../../hosts/hostState";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";

/** The folder of a dataset's snapshots; how many there are is known once it was opened. */
export function describeSnapshots(dataset: string, state: SnapshotsState, now: number): ItemText {
  const newest = state.kind === "ready" ? state.items[0] : undefined;
  const count = state.kind === "ready" ? new Intl.NumberFormat("en").format(state.items.length) : undefined;
  const description = facts(count, newest && `newest ${ago(newest.creation, now)}`);
  return {
    label: "Snapshots",
    description,
    spoken: facts(`Snapshots of ${printable(dataset)}`, description),
    icon: { id: "history" },
    context: contextOf("zfs.snapshots"),
    children: "collapsed",
  };
}

export function describeSnapshot(snapshot: Snapshot, now: number): ItemText {
  const description = facts(
    ago(snapshot.creation, now),
    snapshot.userrefs > 0 ? "held" : `${formatBytes(snapshot.used)} own`,
  );
  const label = printable(shortNameOf(snapshot.name));
  return {
    label,
    description,
    spoken: facts(label, "snapshot", description),
    icon: { id: "device-camera" },
    context: contextOf("zfs.snapshot", snapshot.userrefs > 0 && "held"),
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

export function snapshotTooltip(item: Snapshot | Bookmark): TooltipText {
  const created = ["Created", new Date(item.creation).toLocaleString()] as const;
  const identity = [["GUID", item.guid] as const, ["Transaction group", String(item.createtxg)] as const];
  if (item.kind === "bookmark") return { title: item.name, rows: [["Type", "bookmark"], created, ...identity] };
  return {
    title: item.name,
    rows: [
      created,
      ["Used by it alone", formatBytes(item.used)],
      ["Referenced", formatBytes(item.referenced)],
      ["Holds", String(item.userrefs)],
      ...identity,
    ],
  };
}

function ago(at: number, now: number): string {
  const age = formatAge(now - at);
  return age === "just now" ? age : `${age} ago`;
}
