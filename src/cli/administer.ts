import type { AdministrationRequest } from "../core/administration/request";
import { refuseBeyond } from "../core/plan/agreed";
import { bytesOf, destroyedBy } from "../core/plan/plan";
import { renderText } from "../core/plan/renderText";
import { defaultTransfer } from "../core/plan/transferOptions";
import { askKeyBy } from "../core/runs/askKey";
import { createContext } from "../core/runs/createContext";
import type { RunEvent } from "../core/runs/events";
import { planRequests } from "../core/runs/planRequests";
import { recordRun } from "../core/runs/recordRun";
import { runAdministration } from "../core/runs/runAdministration";
import { newRunId, runFiles, type RunId, runsFolder } from "../core/runs/runDirectory";
import { askConsent } from "./consent";
import { detach } from "./detach";
import type { Environment } from "./environment";
import { exitCodeOf, exitCodeOfPlan } from "./exitCodes";
import { printJson, writeText } from "./output";
import { showEvents } from "./showEvents";

export interface AdministerOptions {
  /** Shows the plan and does nothing. */
  readonly dryRun: boolean;
  /** Agrees to what the plan destroys. */
  readonly yes?: boolean;
  readonly detach?: boolean;
  /** Given to a detached run by the one who started it. */
  readonly run?: RunId | undefined;
}

/**
 * Plans what was asked for, shows it, asks for the consent it needs, runs it as a run of its own, and reads back.
 * @returns the exit code
 */
export async function administer(
  requests: readonly AdministrationRequest[],
  options: AdministerOptions,
  environment: Environment,
): Promise<number> {
  const signal = environment.cancel.signal;
  const plan = await planRequests(requests, environment.host, signal);
  if (options.dryRun && environment.options.json) printJson(environment, { ...plan, bytes: bytesOf(plan) ?? null });
  else if (!environment.options.json) writeText(environment.stdout, renderText(plan));
  if (options.dryRun) return exitCodeOfPlan(plan);
  const files = runFiles(runsFolder(environment.env), options.run ?? newRunId(Date.now()));
  if (options.detach && plan.steps.length > 0) return detach(files, environment);
  await askConsent(plan, options.yes ?? false, environment);
  if (destroyedBy(plan).length > 0) refuseBeyond(plan, await planRequests(requests, environment.host, signal));
  const view = showEvents(environment);
  // its warnings have been shown with it
  const quiet = (event: RunEvent): RunEvent =>
    event.type === "planned" && !environment.options.json ? { ...event, plan: { ...event.plan, warnings: [] } } : event;
  const show = (event: RunEvent): void => view.show(quiet(event));
  const { host, cancel } = environment;
  const run = { files, title: plan.title, host, hear: show, cancel };
  const end = await recordRun(run, (recorded) => {
    const askKey = askKeyBy(environment.prompter);
    return runAdministration(requests, plan, createContext({ ...recorded, transfer: defaultTransfer, askKey }));
  });
  view.dispose();
  return exitCodeOf(end.outcome);
}
