import { poolOf } from "../../../core/zfs/names";
import { contentsOf, listOf } from "../../hosts/hostState";
import type { Inventory } from "../../hosts/inventory";
import type { GroupNode, SnapshotNode, TreeNode } from "../nodes/node";
import type { ReplicationNotes } from "../replicationNotes";
import { datasetTooltip, describeDataset } from "./describeDataset";
import { describeHost, hostTooltip } from "./describeHost";
import { describeFailure, describeMore, describeNote, failureTooltip } from "./describeOther";
import { describePool, poolTooltip } from "./describePool";
import {
  type Beyond,
  describeBookmark,
  describeGroup,
  describeSnapshot,
  describeSnapshots,
  snapshotTooltip,
} from "./describeSnapshot";
import { groupPath } from "../snapshotChildren";
import type { SnapshotRows, SnapshotView } from "../snapshotRows";
import { facts, type ItemText, type TooltipText } from "./itemText";
import { t } from "../../l10n/t";

/** What rows are described by. */
export interface Known {
  readonly inventory: Inventory;
  readonly replication: ReplicationNotes;
  readonly rows: SnapshotRows;
  readonly view: SnapshotView;
}

/** What a node shows, by what is known now. @param now milliseconds since 1970 */
export function describe(node: TreeNode, known: Known, now: number): ItemText {
  const { inventory, replication } = known;
  const contents = contentsOf(inventory.state(node.host));
  switch (node.kind) {
    case "host":
      return describeHost(node.host, inventory.state(node.host));
    case "pool": {
      const pool = contents?.pools.find((candidate) => candidate.name === poolOf(node.dataset));
      if (!pool) return gone(node.dataset);
      return describePool(pool, contents?.statuses.get(pool.name), contents?.datasets.get(node.dataset));
    }
    case "dataset": {
      const dataset = contents?.datasets.get(node.dataset);
      return dataset ? describeDataset(dataset, replication.of(node.host, node.dataset)) : gone(node.dataset);
    }
    case "snapshots":
      return describeSnapshots(node.dataset, inventory.snapshots(node.host, node.dataset), now);
    case "group":
      return describeGroup(node, groupRows(node, known));
    case "snapshot":
      return describeSnapshot(node.item, beyond(node, known), now);
    case "bookmark":
      return describeBookmark(node.item, now);
    case "more":
      return describeMore(node);
    case "failure":
      return describeFailure(node);
    case "note":
      return describeNote(node);
  }
}

/** All that is known of a node, for its tooltip. */
export function tooltipOf(node: TreeNode, known: Known): TooltipText | undefined {
  const { inventory, replication } = known;
  const contents = contentsOf(inventory.state(node.host));
  switch (node.kind) {
    case "host":
      return hostTooltip(node.host, inventory.state(node.host));
    case "pool": {
      const pool = contents?.pools.find((candidate) => candidate.name === poolOf(node.dataset));
      return pool && poolTooltip(pool, contents?.statuses.get(pool.name), contents?.datasets.get(node.dataset));
    }
    case "dataset": {
      const dataset = contents?.datasets.get(node.dataset);
      return dataset && datasetTooltip(dataset, replication.of(node.host, node.dataset));
    }
    case "snapshot":
      return snapshotTooltip(node.item, beyond(node, known));
    case "bookmark":
      return snapshotTooltip(node.item, undefined);
    case "failure":
      return failureTooltip(node);
    case "snapshots":
    case "group":
    case "more":
    case "note":
      return undefined;
  }
}

/** What other listings tell of a snapshot: where else it is, and what was cloned from it. */
function beyond({ host, item }: SnapshotNode, { inventory }: Known): Beyond {
  const contents = contentsOf(inventory.state(host));
  return {
    hosts: inventory.otherHosts(host, BigInt(item.guid)),
    clones: contents?.index.clones.get(item.name) ?? [],
  };
}

/** How many snapshots a group holds; undefined while the list is not known. */
function groupRows(node: GroupNode, { inventory, rows, view }: Known): number | undefined {
  const list = listOf(inventory.snapshots(node.host, node.dataset));
  if (!list) return undefined;
  const level = rows.level(list, groupPath(node).slice(0, -1), view);
  if (level.kind !== "groups") return undefined;
  return level.groups.find((group) => group.key === node.key)?.rows.length;
}

/** A node whose dataset went away while it was shown. */
function gone(name: string): ItemText {
  return {
    label: name,
    description: t("gone"),
    spoken: facts(name, t("gone")),
    icon: { id: "circle-slash" },
    context: "zfs.gone",
    children: "none",
  };
}
