import * as vscode from "vscode";
import { shellCommand } from "../../../core/base/shellQuote";
import { run } from "../../../core/hosts/run";
import { readTokens } from "../../../core/hosts/readTokens";
import { destroyedBy } from "../../../core/plan/plan";
import { describeDestroyed } from "../../../core/plan/renderText";
import type { Plan } from "../../../core/plan/plan";
import { planAbort } from "../../../core/replication/planAbort";
import { listDatasets } from "../../../core/zfs/commands/listDatasets";
import { unreadable } from "../../../core/zfs/rows";
import { hostsViewId } from "../../commandIds";
import { type DatasetRef, placeOf } from "../../hosts/datasetRef";
import { askPartial, type PlaceArgument } from "../partialReceives";
import type { Services } from "../services";

/** Gives up what was partially received, once the user has agreed to what is lost by it. */
export async function abortPartialReceive(
  services: Pick<Services, "inventory" | "settings" | "connections" | "planRuns" | "confirm" | "notify">,
  argument?: PlaceArgument,
): Promise<void> {
  const ref = await askPartial(services, "Abort Partial Receive", argument);
  if (!ref) return;
  const inView = { location: { viewId: hostsViewId } };
  const plan = await vscode.window.withProgress(inView, () => makePlan(services.connections, ref));
  if (plan.steps.length === 0) {
    services.notify.info(`${placeOf(ref)}: no partial receive is saved there. Nothing is to be done.`);
    return;
  }
  const lost = destroyedBy(plan).map(describeDestroyed).join("\n");
  const commands = plan.steps.map((step) => `${step.host}: ${shellCommand(step.argv)}`).join("\n");
  const agreed = await services.confirm({
    title: `Abort the partial receive of ${placeOf(ref)}?`,
    detail: `This destroys ${lost}.\nIt has to be sent again from the start.\n\n${commands}`,
    action: "Abort Partial Receive",
  });
  if (agreed) await vscode.window.withProgress(inView, () => services.planRuns.run(plan));
}

async function makePlan(
  { host: connected }: Services["connections"],
  { host: id, dataset: name }: DatasetRef,
): Promise<Plan> {
  const host = connected(id);
  const [dataset] = await run(host, listDatasets(name, { depth: 0 }));
  if (!dataset) throw unreadable("", "'zfs list' said nothing of the dataset it was asked for");
  const token = dataset.receiveResumeToken;
  const contents = token === undefined ? undefined : (await readTokens(host, [{ dataset: name, token }])).get(name);
  return planAbort(id, dataset, contents);
}
