import { formatBytes } from "../base/bytes";
import { isMore, isSame } from "./agreed";
import type { Plan } from "./plan";
import { type Destroyed, isTransfer, type Step } from "./step";

/**
 * How two plans differ in what they would do; reasons, warnings and the sizes of streams do not count, but more that was
 * written to what is to be taken back.
 */
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
    else if (essence(known) !== essence(step) || grown(known, step))
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
  const [item] = after.destroys.filter((each) => !before.destroys.some((other) => isSame(other, each)));
  if (item) return `${line(after)} destroys another ${item.host}:${item.name} than the one of that name`;
  const more = grown(before, after);
  if (more) {
    const [was, is] = more.map(({ bytes }) => (bytes === undefined ? "unknown" : formatBytes(bytes)));
    return `${line(after)} takes back more that was written to ${more[1].host}:${more[1].name}: ${is ?? ""}, not ${was ?? ""}`;
  }
  return `${line(after)} comes after other steps, or brings another snapshot`;
}

/** Something that is to go in both, with more in it than before. */
function grown(before: Step, after: Step): readonly [Destroyed, Destroyed] | undefined {
  for (const item of after.destroys) {
    const known = before.destroys.find((each) => isSame(each, item));
    if (known && isMore(known, item)) return [known, item];
  }
  return undefined;
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
  const destroys = step.destroys.map((item) => [item.host, item.kind, item.name, item.guid]);
  const target = isTransfer(step) ? [step.target.host, step.target.argv, step.expected.guid] : [];
  return JSON.stringify([step.kind, step.host, step.argv, destroys, [...step.needs].sort(), target]);
}
