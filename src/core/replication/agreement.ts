import { ZfsrError } from "../base/errors";
import { zfsrCommand } from "../base/zfsrCommand";
import { beyond, describeBeyond } from "../plan/agreed";
import type { Plan, Warning } from "../plan/plan";
import { type CommandStep, isTransfer, type Step } from "../plan/step";
import { withoutSteps } from "../plan/withoutSteps";
import { shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { ReplicationRequest } from "./request";
import { unagreed } from "./unagreed";

/** What a person has agreed to: a plan, and what the request grants once and for all where no plan was approved. */
export interface Agreed {
  readonly plan: Plan;
  /** Kinds of what a job file consents to. None for a plan that was approved as it is. */
  readonly granted: Pick<ReplicationRequest, "consent">;
}

/** The id of the warning that something is left, since nobody has agreed to it. */
export const notAgreed = "not-agreed";

/** The steps that rest on what was agreed to, and not on what a job file grants. */
export function resting(plan: Plan, { consent }: Agreed["granted"]): readonly Step[] {
  return unagreed(plan, { consent }).steps;
}

/**
 * A plan less what it would take away beyond what was agreed to: a target is left as it is, with the reason, and a clean-up
 * takes what was named alone.
 */
export function limited(plan: Plan, agreed: Agreed): Plan {
  const over = beyond(agreed.plan, unagreed(plan, agreed.granted));
  if (over.length === 0) return plan;
  const trimmed = new Map<string, Step>();
  const blocked = new Set<string>();
  const warnings: Warning[] = [];
  for (const each of over) {
    const { step } = each;
    const destroys = step.destroys.filter((item) => !each.destroys.includes(item));
    const cleansUp = isCleanUp(step);
    if (cleansUp && destroys.length > 0) {
      const names = destroys.map(({ name }) => shortNameOf(name)).join(",");
      trimmed.set(step.id, { ...step, destroys, argv: ["zfs", "destroy", `${step.dataset}@${names}`] });
    } else blocked.add(step.id);
    const object = formatPlace(step.host, step.dataset);
    warnings.push({
      id: notAgreed,
      object,
      message: `${describeBeyond(each)}, and that was not agreed to`,
      nextStep: cleansUp
        ? "nothing is to be done: the next run plans it anew"
        : `see what is there (${zfsrCommand("ls", object, "-t", "all")}), then plan again, and agree to that`,
      level: cleansUp ? "note" : "person",
    });
  }
  const rest = { ...plan, steps: plan.steps.map((step) => trimmed.get(step.id) ?? step) };
  return { ...withoutSteps(rest, blocked), warnings: [...plan.warnings, ...warnings] };
}

/** Tells whether a step does nothing but destroy what no rule keeps: no other step waits for it. */
function isCleanUp(step: Step): step is CommandStep {
  return step.kind === "destroy" && !isTransfer(step);
}

/**
 * A plan that takes nothing away beyond what was agreed to a moment ago. A clean-up that would take more takes what was
 * agreed to, and the streams go on.
 * @throws ZfsrError consent-missing where anything else would take more, with what came meanwhile
 */
export function withinAgreed(plan: Plan, agreed: Agreed): Plan {
  const over = beyond(agreed.plan, unagreed(plan, agreed.granted))
    .filter(({ step }) => !isCleanUp(step))
    .map(describeBeyond);
  if (over.length === 0) return limited(plan, agreed);
  const more = over.length > 2 ? `; and ${over.length - 2} more` : "";
  throw new ZfsrError({
    reason: "consent-missing",
    object: plan.title,
    because: `what it takes away has changed since that was agreed to: ${over.slice(0, 2).join("; ")}${more}`,
    nextStep: "look at the new plan, and agree to that",
    output: over.join("\n"),
  });
}
