import type { Dataset } from "../../core/zfs/model";
import { type DatasetName, parentOf, poolOf } from "../../core/zfs/names";
import { contentsOf, type HostContents } from "../hosts/hostState";
import type { Inventory } from "../hosts/inventory";
import { nodeId } from "./nodes/ids";
import type { DatasetLike, HostNode, SnapshotsNode, TreeNode } from "./nodes/node";
import { firstPages, type Paging } from "./paging";

/** What lies below a node; hosts and lists of snapshots are asked for here, when somebody looks. */
export async function childrenOf(node: TreeNode, inventory: Inventory, paging: Paging): Promise<TreeNode[]> {
  switch (node.kind) {
    case "host":
      return hostChildren(node, inventory);
    case "pool":
    case "dataset":
      return datasetChildren(node, inventory);
    case "snapshots":
      return snapshotChildren(node, inventory, paging);
    case "snapshot":
    case "bookmark":
    case "more":
    case "failure":
    case "note":
      return [];
  }
}

async function hostChildren(node: HostNode, inventory: Inventory): Promise<TreeNode[]> {
  const { host, id } = node;
  const state = await inventory.ensure(host);
  if (state.kind === "failed") {
    return [{ kind: "failure", id: nodeId.child(id, "failure"), host, dataset: undefined, error: state.error }];
  }
  const contents = contentsOf(state);
  const pools = contents?.pools.map((pool) => datasetNode(host, pool.name, contents)) ?? [];
  if (pools.length > 0) return pools;
  return [{ kind: "note", id: nodeId.child(id, "note"), host, text: "No pool is imported there" }];
}

function datasetChildren(node: DatasetLike, inventory: Inventory): TreeNode[] {
  const { host, dataset } = node;
  const contents = contentsOf(inventory.state(host));
  const own = contents?.datasets.get(dataset);
  if (!contents || !own) return [];
  const below = [...contents.datasets.keys()].filter((name) => parentOf(name) === dataset);
  return [snapshotsNode(host, own), ...below.map((name) => datasetNode(host, name, contents))];
}

async function snapshotChildren(node: SnapshotsNode, inventory: Inventory, paging: Paging): Promise<TreeNode[]> {
  const { host, dataset, id } = node;
  const state = await inventory.ensureSnapshots(host, dataset);
  if (state.kind === "failed") {
    return [{ kind: "failure", id: nodeId.child(id, "failure"), host, dataset, error: state.error }];
  }
  const items = state.kind === "ready" ? state.items : [];
  if (items.length === 0) return [{ kind: "note", id: nodeId.child(id, "note"), host, text: "No snapshots" }];
  const { shown, rest } = firstPages(items, paging.limit(id));
  const nodes = shown.map((item): TreeNode => {
    const itemId = nodeId.item(host, id, item.kind, item.guid, item.name);
    return item.kind === "snapshot"
      ? { kind: "snapshot", id: itemId, host, dataset, item }
      : { kind: "bookmark", id: itemId, host, dataset, item };
  });
  if (rest === 0) return nodes;
  const more: TreeNode = {
    kind: "more",
    id: nodeId.child(id, "more"),
    host,
    dataset,
    shown: shown.length,
    total: items.length,
  };
  return [...nodes, more];
}

/** The node a node hangs from; undefined for hosts. */
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

export function snapshotsNode(host: string, dataset: Dataset): SnapshotsNode {
  return { kind: "snapshots", id: nodeId.snapshots(host, dataset.guid), host, dataset: dataset.name };
}
