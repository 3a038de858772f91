import type { DatasetName } from "../../src/core/zfs/names";
import { askBelow } from "../../src/editor/tree/askBelow";
import { childrenOf, type Drawing } from "../../src/editor/tree/children";
import { describe } from "../../src/editor/tree/describe/describe";
import type { TreeNode } from "../../src/editor/tree/nodes/node";

const silent = { of: () => undefined, counterparts: () => [] };

/**
 * Does what the tree does when a person opens the snapshots of a dataset, groups down to the first page of snapshots, and
 * gives the rows of that page as they are described.
 * @throws Error when it ends at a row that is no snapshot: the host could not be asked
 */
export async function openSnapshots(
  drawing: Drawing,
  host: string,
  dataset: DatasetName,
): Promise<readonly TreeNode[]> {
  let nodes: readonly TreeNode[] = [{ kind: "snapshots", id: "snapshots", host, dataset }];
  while (nodes[0] && nodes[0].kind !== "snapshot") {
    const above = nodes[0];
    await askBelow(above, drawing.inventory);
    nodes = childrenOf(above, drawing);
    if (nodes.length === 0) throw new Error(`${host}:${dataset}: nothing is below '${above.kind}'`);
    for (const node of nodes) describe(node, { ...drawing, replication: silent }, Date.now());
  }
  return nodes;
}
