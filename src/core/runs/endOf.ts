import type { Plan } from "../plan/plan";
import type { RunEnd } from "./recordRun";
import type { PlanResult } from "./runPlan";

/** What the run comes to: from its failures, from what was read back, and from what was left for a person. */
export function endOf(
  plan: Plan,
  result: Pick<PlanResult, "bytesSent" | "findings">,
  targets: RunEnd["targets"],
  signal: AbortSignal,
): RunEnd {
  const { bytesSent, findings } = result;
  const unproven = targets.some((target) => !target.verified);
  const broke =
    signal.aborted || findings.some((finding) => finding.severity === "error") || unproven || isStopped(plan);
  const kept = targets.some((target) => target.partial);
  const left =
    plan.warnings.some((warning) => warning.level === "person") ||
    findings.some((finding) => finding.severity === "warning");
  const interrupted = signal.aborted || (broke && kept);
  const outcome = interrupted ? "interrupted" : broke ? "failed" : left ? "attention" : "done";
  return { outcome, bytesSent, findings, targets };
}

/**
 * Nothing at all could be planned, since the source, the pool or the parent is not there: that is a failure, while a
 * target that has gone its own way was looked at and left for a person to decide.
 */
export function isStopped(plan: Plan): boolean {
  return plan.warnings.some((warning) => warning.stops === true);
}
