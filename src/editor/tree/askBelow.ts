import type { Inventory } from "../hosts/inventory";
import type { TreeNode } from "./nodes/node";

/**
 * Asks the host for what lies below a node that was opened, where it was not asked before: a host for what it holds, a
 * list of snapshots for them. What failed is asked for again by a person alone. Nothing here rejects: a failure is a state.
 * @returns whether something was asked for, once it is known
 */
export async function askBelow(node: TreeNode, inventory: Inventory): Promise<boolean> {
  if (node.kind === "host") {
    if (inventory.state(node.host).kind !== "idle") return false;
    await inventory.ensure(node.host);
    return true;
  }
  if (node.kind !== "snapshots" && node.kind !== "group") return false;
  if (inventory.snapshots(node.host, node.dataset).kind !== "idle") return false;
  await inventory.ensureSnapshots(node.host, node.dataset);
  return true;
}
