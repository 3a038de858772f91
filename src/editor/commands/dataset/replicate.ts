import { shortNameOf } from "../../../core/zfs/names";
import { saveJob } from "../../jobs/saveAsJob";
import type { DropPlace } from "../../tree/datasetDrag";
import { isDatasetLike, type TreeNode } from "../../tree/nodes/node";
import type { Services } from "../services";
import { askReplication, type Given } from "./replication/askReplication";
import { finish } from "./replication/finish";

/**
 * Asks what goes where, writes a job where that is wanted, and has the plan reviewed: from there it is started as a run
 * of its own.
 * @param place where the row was dropped
 */
export async function replicate(
  services: Pick<Services, "inventory" | "settings" | "connections" | "reviewPlan" | "notify">,
  node?: TreeNode,
  _selected?: readonly TreeNode[],
  place?: DropPlace,
): Promise<void> {
  const asked = await askReplication(services, {
    ...sourceOf(node),
    ...(place ? { targetHost: place.host, below: place.below } : {}),
  });
  if (asked) await finish({ ...services, saveJob }, asked);
}

function sourceOf(node: TreeNode | undefined): Given {
  if (isDatasetLike(node)) return { source: { host: node.host, dataset: node.dataset } };
  if (node?.kind !== "snapshot") return {};
  return { source: { host: node.host, dataset: node.dataset }, upTo: shortNameOf(node.item.name) };
}
