import { formatBytes } from "../base/bytes";
import { formatPlace } from "../zfs/place";
import { bytesOf, destroyedBy, type Plan } from "./plan";
import { type Destroyed, isTransfer, type Step } from "./step";

/** The plan as a person reads it: what runs where, why, how much, and what is destroyed. Lines without colours. */
export function renderText(plan: Plan): string {
  const lines = [plan.title, ""];
  if (plan.steps.length === 0) lines.push("Nothing to do.");
  plan.steps.forEach((step, i) => lines.push(...renderStep(step, i + 1)));
  const bytes = bytesOf(plan);
  const transfers = plan.steps.filter(isTransfer).length;
  if (transfers > 0) {
    lines.push(
      "",
      `${transfers} stream${transfers === 1 ? "" : "s"}, ${bytes === undefined ? "size not known" : `about ${formatBytes(bytes)}`}.`,
    );
  }
  const destroyed = destroyedBy(plan);
  if (destroyed.length > 0)
    lines.push("", "Destroyed by this plan:", ...destroyed.map((item) => `  ${describeDestroyed(item)}`));
  for (const warning of plan.warnings) {
    const mark = warning.level === "person" ? "Left for you" : "Note";
    lines.push("", `${mark}: ${warning.object}: ${warning.message}.`, `  Next: ${warning.nextStep}.`);
  }
  return `${lines.join("\n")}\n`;
}

/** `alpha  zfs send -i @a tank/x@b`, then where it goes and why. */
function renderStep(step: Step, number: number): string[] {
  const words = (argv: readonly string[]): string =>
    argv.map((word) => (word.length > 60 ? `${word.slice(0, 57)}...` : word)).join(" ");
  const head = `${String(number).padStart(3)}. ${step.host}: ${words(step.argv)}`;
  if (!isTransfer(step)) return [head, `     ${step.reason}`];
  const size = step.bytes === undefined ? "" : `, about ${formatBytes(step.bytes)}`;
  return [head, `     to ${step.target.host}: ${words(step.target.argv)}`, `     ${step.reason}${size}`];
}

/** `beta:backup/demo@monday (snapshot, 12 MiB)` */
export function describeDestroyed(item: Destroyed): string {
  const kind = {
    dataset: "dataset",
    snapshot: "snapshot",
    bookmark: "bookmark",
    "partial-receive": "what was partially received",
    changes: "changes since its newest snapshot",
  }[item.kind];
  return `${formatPlace(item.host, item.name)} (${kind}${item.bytes === undefined ? "" : `, ${formatBytes(item.bytes)}`})`;
}
