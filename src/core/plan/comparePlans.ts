import type { Plan } from "./plan";
import { isTransfer, type Step } from "./step";

/** How two plans differ in what they would do; sizes, reasons and warnings do not count. */
export interface PlanDifference {
  readonly kind: "added" | "removed" | "changed";
  /** The step's id. */
  readonly step: string;
  /** One clause: `alpha: zfs send … is new`. */
  readonly message: string;
}

/** What `current` would do otherwise than `approved`, in the order of the steps. Empty: they do the same. */
export function comparePlans(approved: Plan, current: Plan): PlanDifference[] {
  const before = new Map(approved.steps.map((step) => [step.id, step]));
  const after = new Set(current.steps.map((step) => step.id));
  const differences: PlanDifference[] = [];
  for (const step of approved.steps) {
    if (!after.has(step.id))
      differences.push({ kind: "removed", step: step.id, message: `${line(step)} is no longer to be done` });
  }
  for (const step of current.steps) {
    const known = before.get(step.id);
    if (!known) differences.push({ kind: "added", step: step.id, message: `${line(step)} is to be done, too` });
    else if (essence(known) !== essence(step))
      differences.push({ kind: "changed", step: step.id, message: change(known, step) });
  }
  const order = (plan: Plan): string => plan.steps.map((step) => step.id).join("\n");
  if (differences.length === 0 && order(approved) !== order(current))
    differences.push({ kind: "changed", step: "", message: "the steps come in another order" });
  return differences;
}

/** What is another one: the words, or what goes with them. */
function change(before: Step, after: Step): string {
  if (line(before) !== line(after)) return `${line(before)} is now ${line(after)}`;
  const [old, current] = [destroyed(before), destroyed(after)];
  if (old !== current) return `${line(after)} destroys ${current} now, not ${old}`;
  return `${line(after)} comes after other steps, or brings another snapshot`;
}

function destroyed(step: Step): string {
  return step.destroys.map(({ host, name }) => `${host}:${name}`).join(", ") || "nothing";
}

function line(step: Step): string {
  const words = step.argv.map((word) => (word.length > 60 ? `${word.slice(0, 57)}...` : word)).join(" ");
  return isTransfer(step) ? `${step.host}: ${words} to ${step.target.host}` : `${step.host}: ${words}`;
}

/** All that a step does and takes away, and what it must come after. */
function essence(step: Step): string {
  const destroys = step.destroys.map((item) => [item.host, item.kind, item.name]);
  const target = isTransfer(step) ? [step.target.host, step.target.argv, step.expected.guid] : [];
  return JSON.stringify([step.kind, step.host, step.argv, destroys, [...step.needs].sort(), target]);
}
