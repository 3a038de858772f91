import { poolOf } from "../../../core/zfs/names";
import { contentsOf } from "../../hosts/hostState";
import type { Inventory } from "../../hosts/inventory";
import type { TreeNode } from "../nodes/node";
import { datasetTooltip, describeDataset, describePool, poolTooltip } from "./describeDataset";
import { describeHost, hostTooltip } from "./describeHost";
import { describeFailure, describeMore, describeNote, failureTooltip } from "./describeOther";
import { describeBookmark, describeSnapshot, describeSnapshots, snapshotTooltip } from "./describeSnapshot";
import type { ItemText, TooltipText } from "./itemText";

/** What a node shows, by what is known now. @param now milliseconds since 1970 */
export function describe(node: TreeNode, inventory: Inventory, now: number): ItemText {
  const contents = contentsOf(inventory.state(node.host));
  switch (node.kind) {
    case "host":
      return describeHost(node.host, inventory.state(node.host));
    case "pool": {
      const pool = contents?.pools.find((candidate) => candidate.name === poolOf(node.dataset));
      return pool ? describePool(pool, contents?.datasets.get(node.dataset)) : gone(node.dataset);
    }
    case "dataset": {
      const dataset = contents?.datasets.get(node.dataset);
      return dataset ? describeDataset(dataset) : gone(node.dataset);
    }
    case "snapshots":
      return describeSnapshots(node.dataset, inventory.snapshots(node.host, node.dataset), now);
    case "snapshot":
      return describeSnapshot(node.item, now);
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
export function tooltipOf(node: TreeNode, inventory: Inventory): TooltipText | undefined {
  const contents = contentsOf(inventory.state(node.host));
  switch (node.kind) {
    case "host":
      return hostTooltip(node.host, inventory.state(node.host));
    case "pool": {
      const pool = contents?.pools.find((candidate) => candidate.name === poolOf(node.dataset));
      return pool && poolTooltip(pool, contents?.datasets.get(node.dataset));
    }
    case "dataset": {
      const dataset = contents?.datasets.get(node.dataset);
      return dataset && datasetTooltip(dataset);
    }
    case "snapshot":
    case "bookmark":
      return snapshotTooltip(node.item);
    case "failure":
      return failureTooltip(node);
    case "snapshots":
    case "more":
    case "note":
      return undefined;
  }
}

/** A node whose dataset went away while it was shown. */
function gone(name: string): ItemText {
  return {
    label: name,
    description: "gone",
    spoken: `${name}, gone`,
    icon: { id: "circle-slash" },
    context: "zfs.gone",
    children: "none",
  };
}
