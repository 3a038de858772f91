import { listOf } from "../hosts/hostState";
import type { Drawing } from "./children";
import type { SnapshotTable } from "../../core/zfs/snapshotTable";
import { nodeId } from "./nodes/ids";
import type { GroupNode, SnapshotsNode, TreeNode } from "./nodes/node";
import { noteNode } from "./nodes/noteNode";
import { firstPages } from "./paging";
import type { GroupKey } from "./snapshotRows";
import { t } from "../l10n/t";

/** What lies below a list of snapshots, or below a group of it: a page of snapshots and bookmarks, or of groups. */
export function snapshotsBelow(node: SnapshotsNode | GroupNode, drawing: Drawing): TreeNode[] {
  const { host, dataset, id } = node;
  const state = drawing.inventory.snapshots(host, dataset);
  if (state.kind === "failed") {
    return [{ kind: "failure", id: nodeId.child(id, "failure"), host, dataset, error: state.error }];
  }
  const list = listOf(state);
  if (!list) return [noteNode(node, t("Reading the list of snapshots…"), true)];
  if (list.length === 0) return [noteNode(node, t("No snapshots"))];
  const level = drawing.rows.level(list, groupPath(node), drawing.view);
  const all = level.kind === "rows" ? level.rows : level.groups;
  if (all.length === 0) return [noteNode(node, t("No snapshot matches the filter"))];
  const limit = drawing.paging.limit(id);
  const nodes =
    level.kind === "rows"
      ? firstPages(level.rows, limit).shown.map((row) => itemNode(node, list, row))
      : firstPages(level.groups, limit).shown.map((group) => groupNode(node, group));
  if (nodes.length === all.length) return nodes;
  const count = { shown: nodes.length, total: all.length };
  return [...nodes, { kind: "more", id: nodeId.child(id, "more"), host, dataset, list: id, ...count }];
}

/** The groups from a list of snapshots down to a node of it, outermost first. */
export function groupPath(node: SnapshotsNode | GroupNode): GroupKey[] {
  if (node.kind === "snapshots") return [];
  const { by, key, month } = node;
  return month === undefined
    ? [{ by, key }]
    : [
        { by: "month", key: month },
        { by, key },
      ];
}

function groupNode({ host, dataset, id, ...parent }: SnapshotsNode | GroupNode, { by, key }: GroupKey): GroupNode {
  const month = parent.kind === "group" ? parent.key : undefined;
  return { kind: "group", id: nodeId.group(id, key), host, dataset, by, key, month };
}

function itemNode({ host, dataset }: SnapshotsNode | GroupNode, list: SnapshotTable, row: number): TreeNode {
  const item = list.at(row);
  // by the dataset's name: a list belongs to its dataset whatever group it is shown in
  const id = nodeId.item(host, dataset, item.kind, item.guid, item.name);
  if (item.kind === "snapshot") return { kind: "snapshot", id, host, dataset, item };
  return { kind: "bookmark", id, host, dataset, item };
}
