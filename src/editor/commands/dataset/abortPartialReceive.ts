import * as vscode from "vscode";
import { shellCommand } from "../../../core/base/shellQuote";
import { destroyedBy, type Plan } from "../../../core/plan/plan";
import { describeDestroyed } from "../../../core/plan/renderText";
import { planRequests } from "../../../core/runs/planRequests";
import { hostsViewId } from "../../commandIds";
import { placeOf } from "../../hosts/datasetRef";
import { askPartial, type PlaceArgument } from "../partialReceives";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Gives up what was partially received, once the user has agreed to what is lost by it. */
export async function abortPartialReceive(
  services: Pick<Services, "inventory" | "settings" | "connections" | "planRuns" | "confirm" | "notify">,
  argument?: PlaceArgument,
): Promise<void> {
  const ref = await askPartial(services, t("Abort Partial Receive"), argument);
  if (!ref) return;
  const inView = { location: { viewId: hostsViewId } };
  const make = (signal?: AbortSignal): Promise<Plan> =>
    planRequests([{ verb: "abort", ...ref }], services.connections.host, signal);
  const plan = await vscode.window.withProgress(inView, () => make());
  if (plan.steps.length === 0) {
    services.notify.info(t("{0}: no partial receive is saved there. Nothing is to be done.", placeOf(ref)));
    return;
  }
  const lost = destroyedBy(plan).map(describeDestroyed).join("\n");
  const commands = plan.steps.map((step) => `${step.host}: ${shellCommand(step.argv)}`).join("\n");
  const agreed = await services.confirm({
    title: t("Abort the partial receive of {0}?", placeOf(ref)),
    detail: t("This destroys {0}.\nIt has to be sent again from the start.\n\n{1}", lost, commands),
    action: t("Abort Partial Receive"),
  });
  if (agreed) await vscode.window.withProgress(inView, () => services.planRuns.run(plan, make));
}
