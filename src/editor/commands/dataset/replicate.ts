import * as vscode from "vscode";
import type { Plan } from "../../../core/plan/plan";
import { pairRequest } from "../../../core/replication/pairRequest";
import type { ReplicationRequest } from "../../../core/replication/request";
import { planFor } from "../../../core/runs/replicate";
import { hostsViewId } from "../../commandIds";
import { planSummary, planText } from "../../plans/planText";
import { back, pickOne } from "../../prompts/quickInputs";
import type { TreeNode } from "../../tree/nodes/node";
import { isDatasetLike } from "../../tree/nodes/node";
import { shortNameOf } from "../../../core/zfs/names";
import type { Services } from "../services";
import { askReplication, type SourceRef } from "./askReplication";

/** Asks what goes where, shows the plan, and starts it as a run of its own once the user has said so. */
export async function replicate(
  services: Pick<Services, "inventory" | "settings" | "connections" | "replications" | "planDocuments" | "notify">,
  node?: TreeNode,
): Promise<void> {
  const answers = await askReplication(services, sourceOf(node));
  if (!answers) return;
  const request = pairRequest(answers.source, answers.target, answers);
  const plan = await makePlan(services.connections, request);
  await services.planDocuments.show(`${plan.title}.txt`, planText(plan, answers.snapshot));
  if (await approved(plan, answers.snapshot)) {
    await vscode.window.withProgress({ location: { viewId: hostsViewId } }, () =>
      services.replications.start(request, answers.snapshot),
    );
  }
}

function sourceOf(node: TreeNode | undefined): SourceRef | undefined {
  if (isDatasetLike(node)) return { host: node.host, dataset: node.dataset };
  if (node?.kind !== "snapshot") return undefined;
  return { host: node.host, dataset: node.dataset, snapshot: shortNameOf(node.item.name) };
}

async function makePlan({ host }: Services["connections"], request: ReplicationRequest): Promise<Plan> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: "Planning the replication",
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return planFor(request, host, abort.signal);
  });
}

async function approved(plan: Plan, snapshot: boolean): Promise<boolean> {
  const { question, detail, runnable } = planSummary(plan, snapshot);
  const run = { label: "$(play) Run", detail };
  const cancel = { label: "Cancel", detail: runnable ? "Nothing has changed so far" : detail };
  const items = runnable ? [run, cancel] : [cancel];
  const picked = await pickOne({ title: plan.title, placeholder: question, items });
  return picked !== back && picked === run;
}
