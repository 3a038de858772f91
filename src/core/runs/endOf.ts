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
  const broke = signal.aborted || findings.some((finding) => finding.severity === "error") || unproven;
  const kept = targets.some((target) => target.partial);
  const left =
    plan.warnings.some((warning) => warning.level === "person") ||
    findings.some((finding) => finding.severity === "warning");
  const interrupted = signal.aborted || (broke && kept);
  const outcome = interrupted ? "interrupted" : broke ? "failed" : left ? "attention" : "done";
  return { outcome, bytesSent, findings, targets };
}
