import { ZfsrError } from "../core/base/errors";
import { destroyedBy, type Plan } from "../core/plan/plan";
import { isStopped } from "../core/runs/endOf";
import type { RunOutcome } from "../core/runs/events";

/** The exit codes of docs/cli.md. */
export const exitCode = { done: 0, failed: 1, usage: 2, attention: 3, interrupted: 4, consent: 5 } as const;

export function exitCodeOf(outcome: RunOutcome): number {
  return exitCode[outcome];
}

/** What a plan that is only looked at comes to: what its run would, as far as that can be known before. */
export function exitCodeOfPlan(plan: Plan): number {
  if (isStopped(plan)) return exitCode.failed;
  if (plan.warnings.some((warning) => warning.level === "person")) return exitCode.attention;
  return destroyedBy(plan).length > 0 ? exitCode.consent : exitCode.done;
}

/** The exit code for an error that ended a command. */
export function exitCodeOfError(error: ZfsrError): number {
  if (ZfsrError.is(error, "usage", "invalid-name")) return exitCode.usage;
  if (ZfsrError.is(error, "consent-missing")) return exitCode.consent;
  if (ZfsrError.is(error, "cancelled")) return exitCode.interrupted;
  return exitCode.failed;
}

/** The one of several exit codes that a person has to know of first. */
export function worstExitCode(codes: readonly number[]): number {
  const order = [exitCode.failed, exitCode.interrupted, exitCode.consent, exitCode.attention];
  return order.find((code) => codes.includes(code)) ?? exitCode.done;
}
