import type { Plan } from "../plan/plan";
import type { Step } from "../plan/step";
import type { Consent } from "../jobs/job";
import type { ReplicationRequest } from "./request";

/**
 * What of a plan is still to be agreed to: the plan with those steps alone that ask for it and that the request does not
 * grant once and for all. Empty of steps where nothing is to be asked.
 */
export function unagreed(plan: Plan, { consent }: Pick<ReplicationRequest, "consent">): Plan {
  const granted: ReadonlySet<Consent | undefined> = new Set(consent);
  return {
    ...plan,
    steps: plan.steps.filter(
      (step) => (step.destroys.length > 0 || step.asks === true) && !granted.has(consentThatCovers(step)),
    ),
  };
}

function consentThatCovers({ kind }: Step): Consent | undefined {
  if (kind === "rollback" || kind === "rename") return kind;
  return kind === "destroy" ? "retention" : undefined;
}
