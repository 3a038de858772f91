import type { Dataset } from "../../core/zfs/model";
import { type DatasetName, parentOf, poolOf } from "../../core/zfs/names";
import { contentsOf, type HostContents } from "../hosts/hostState";
import type { Inventory } from "../hosts/inventory";
import { nodeId } from "./nodes/ids";
import type { DatasetLike, HostNode, SnapshotsNode, TreeNode } from "./nodes/node";
import { noteNode } from "./nodes/noteNode";
import { firstPages, type Paging } from "./paging";
import { snapshotsBelow } from "./snapshotChildren";
import type { SnapshotRows, SnapshotView } from "./snapshotRows";
import { t } from "../l10n/t";

/** What the tree is drawn from. */
export interface Drawing {
  readonly inventory: Inventory;
  readonly paging: Paging;
  readonly rows: SnapshotRows;
  readonly view: SnapshotView;
}

/**
 * What lies below a node, by what is known now: nobody is waited for, since VS Code draws no other row meanwhile, and then
 * closes those that were opened. What is still to be asked for is a note that says so; `askBelow` asks.
 */
export function childrenOf(node: TreeNode, drawing: Drawing): TreeNode[] {
  switch (node.kind) {
    case "host":
      return hostChildren(node, drawing);
    case "pool":
    case "dataset":
      return datasetChildren(node, drawing);
    case "snapshots":
    case "group":
      return snapshotsBelow(node, drawing);
    case "snapshot":
    case "bookmark":
    case "more":
    case "failure":
    case "note":
      return [];
  }
}

function hostChildren(node: HostNode, { inventory, view }: Drawing): TreeNode[] {
  const { host, id } = node;
  const state = inventory.state(host);
  if (state.kind === "failed") {
    return [{ kind: "failure", id: nodeId.child(id, "failure"), host, dataset: undefined, error: state.error }];
  }
  const contents = contentsOf(state);
  if (!contents) return [noteNode(node, t("Connecting…"), true)];
  if (contents.pools.length === 0) return [noteNode(node, t("No pool is imported there"))];
  const shown = view.filter?.datasetsOf(host, contents);
  const pools = contents.pools.filter((pool) => !shown || shown.has(pool.name));
  if (pools.length === 0) return [noteNode(node, t("Nothing here matches the filter"))];
  return pools.map((pool) => datasetNode(host, pool.name, contents));
}

function datasetChildren(node: DatasetLike, { inventory, paging, view }: Drawing): TreeNode[] {
  const { host, dataset, id } = node;
  const contents = contentsOf(inventory.state(host));
  const own = contents?.datasets.get(dataset);
  if (!contents || !own) return [];
  const shown = view.filter?.datasetsOf(host, contents);
  const below = (contents.index.below.get(dataset) ?? []).filter((name) => !shown || shown.has(name));
  const page = firstPages(below, paging.limit(id));
  const nodes = [snapshotsNode(host, own), ...page.shown.map((name) => datasetNode(host, name, contents))];
  if (page.rest === 0) return nodes;
  const count = { shown: page.shown.length, total: below.length };
  return [...nodes, { kind: "more", id: nodeId.child(id, "more"), host, dataset, list: id, ...count }];
}

/** The node a node hangs from, by what is known; undefined for hosts. */
export function parentNode(node: TreeNode, inventory: Inventory): TreeNode | undefined {
  const { host } = node;
  if (node.kind === "host") return undefined;
  const top: HostNode = { kind: "host", id: nodeId.host(host), host };
  const contents = contentsOf(inventory.state(host));
  if (node.kind === "pool" || node.kind === "note" || !contents) return top;
  if (node.kind === "failure" && node.dataset === undefined) return top;
  const { dataset } = node;
  const own = dataset && contents.datasets.get(dataset);
  if (!own) return top;
  if (node.kind === "snapshots") return datasetNode(host, own.name, contents);
  if (node.kind !== "dataset") return snapshotsNode(host, own);
  const parent = parentOf(own.name);
  return parent === undefined ? top : datasetNode(host, parent, contents);
}

/** The node of a dataset, or of the pool whose root it is. */
export function datasetNode(host: string, dataset: DatasetName, contents: HostContents): DatasetLike {
  const guid = contents.datasets.get(dataset)?.guid ?? dataset;
  return { kind: poolOf(dataset) === dataset ? "pool" : "dataset", id: nodeId.dataset(host, guid), host, dataset };
}

/** The node of a dataset's snapshots. */
export function snapshotsNode(host: string, dataset: Dataset): SnapshotsNode {
  return { kind: "snapshots", id: nodeId.snapshots(host, dataset.guid), host, dataset: dataset.name };
}
