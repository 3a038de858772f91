import { createContext } from "../core/runs/createContext";
import type { Plan } from "../core/plan/plan";
import { renderText } from "../core/plan/renderText";
import { recordRun } from "../core/runs/recordRun";
import { endOf } from "../core/runs/endOf";
import { runPlan } from "../core/runs/runPlan";
import { newRunId, runFiles, runsFolder } from "../core/runs/runDirectory";
import { askConsent } from "./consent";
import type { Environment } from "./environment";
import { exitCodeOf } from "./exitCodes";
import { writeText } from "./output";
import { showEvents } from "./showEvents";

/** Shows a plan, asks for the consent it needs, runs it as a run of its own, and tells how it went. @returns the exit code */
export async function runShown(
  plan: Plan,
  options: { readonly yes: boolean },
  environment: Environment,
): Promise<number> {
  if (!environment.options.json) writeText(environment.stdout, renderText(plan));
  await askConsent(plan, options.yes, environment);
  const files = runFiles(runsFolder(environment.env), newRunId(Date.now()));
  const view = showEvents(environment);
  const end = await recordRun(files, plan.title, undefined, view.show, environment.cancel, async (emit, signal) => {
    emit({ type: "planned", plan, bytes: undefined });
    const context = createContext({ host: environment.host, transport: "auto", emit, signal });
    return endOf(plan, await runPlan(plan, context), [], signal);
  });
  view.dispose();
  return exitCodeOf(end.outcome);
}
