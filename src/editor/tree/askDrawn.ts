import { contentsOf, listOf } from "../hosts/hostState";
import type { Inventory } from "../hosts/inventory";
import { askBelow } from "./askBelow";
import type { GroupNode, SnapshotsNode, TreeNode } from "./nodes/node";
import type { ReplicationNotes } from "./replicationNotes";

/**
 * Asks for what the children of a node that was drawn need: for what lies below it, and for the lists of the copies of
 * snapshots, whoever asked for their own list. What was asked for is not idle any more, so that drawing it anew asks for
 * nothing. Nothing here rejects: a failure is a state.
 * @returns whether the node is to be drawn anew for it, once it is known; the inventory tells the rest
 */
export async function askDrawn(node: TreeNode, inventory: Inventory, replication: ReplicationNotes): Promise<boolean> {
  await askBelow(node, inventory);
  if (node.kind !== "snapshots" && node.kind !== "group") return false;
  return askCounterparts(node, inventory, replication);
}

/** 'On beta and gamma' needs the lists of the copies. Hosts that are not connected are left alone. */
async function askCounterparts(
  { host, dataset }: SnapshotsNode | GroupNode,
  inventory: Inventory,
  replication: ReplicationNotes,
): Promise<boolean> {
  if (!listOf(inventory.snapshots(host, dataset))) return false;
  const wanted = replication.counterparts(host, dataset).filter((other) => {
    const contents = contentsOf(inventory.state(other.host));
    const idle = inventory.snapshots(other.host, other.dataset).kind === "idle";
    return idle && contents?.datasets.has(other.dataset) === true;
  });
  await Promise.all(wanted.map((other) => inventory.ensureSnapshots(other.host, other.dataset)));
  return wanted.length > 0;
}
