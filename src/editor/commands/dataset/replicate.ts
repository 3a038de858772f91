import { shortNameOf } from "../../../core/zfs/names";
import { saveJob } from "../../jobs/saveAsJob";
import type { DropPlace } from "../../tree/datasetDrag";
import { isDatasetLike, type TreeNode } from "../../tree/nodes/node";
import type { Services } from "../services";
import { askReplication, type Given } from "./replication/askReplication";

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
  if (!asked) return;
  const subject = { kind: "replication" as const, request: asked.request, snapshot: asked.snapshot };
  try {
    const saved = asked.job && (await saveJob(subject, asked.job));
    // the file shows the rest
    if (saved !== undefined && asked.request.source.snapshot !== undefined) services.notify.info(saved);
  } catch (error) {
    // the answers are not lost: the review of their plan has Save as Job, too
    services.notify.error(error, asked.request.job);
  }
  await services.reviewPlan(subject);
}

function sourceOf(node: TreeNode | undefined): Given {
  if (isDatasetLike(node)) return { source: { host: node.host, dataset: node.dataset } };
  if (node?.kind !== "snapshot") return {};
  return { source: { host: node.host, dataset: node.dataset }, upTo: shortNameOf(node.item.name) };
}
