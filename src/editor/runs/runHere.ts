import type { Plan } from "../../core/plan/plan";
import { createContext } from "../../core/runs/createContext";
import { endOf } from "../../core/runs/endOf";
import type { RunEnd } from "../../core/runs/recordRun";
import { runPlan } from "../../core/runs/runPlan";

/** Runs a plan in this process, to its end. A file of its own, since what runs plans is loaded with the first one. */
export async function runHere(plan: Plan, options: Parameters<typeof createContext>[0]): Promise<RunEnd> {
  return endOf(plan, await runPlan(plan, createContext(options)), [], options.signal);
}
