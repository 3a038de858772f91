import { formatBytes } from "../base/bytes";
import { formatDuration } from "../base/duration";
import { shellCommand } from "../base/shellQuote";
import { formatPlace } from "../zfs/place";
import { bytesOf, destroyedBy, type Plan } from "./plan";
import { type Destroyed, isTransfer, type Step } from "./step";

/**
 * The plan as a person reads it: what runs where, why, how much, and what is destroyed. Lines without colours.
 * @param time how long it will take: milliseconds; undefined where it was not asked for
 */
export function renderText(plan: Plan, time?: number | "unknown"): string {
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
    if (time === "unknown") lines.push("How long it will take is not known: no earlier run between these hosts tells.");
    else if (time !== undefined)
      lines.push(`It will take about ${formatDuration(time)}, at the rate of the last run between these hosts.`);
  }
  const destroyed = destroyedBy(plan);
  if (destroyed.length > 0)
    lines.push("", "Destroyed by this plan:", ...destroyed.map((item) => `  ${describeDestroyed(item)}`));
  for (const warning of plan.warnings) {
    const mark = warning.level === "person" ? "Left for you" : "Note";
    lines.push("", `${mark}: ${warning.object}: ${warning.message}.`, `  Next: ${warning.nextStep}`);
  }
  return `${lines.join("\n")}\n`;
}

/** `alpha  zfs send -i @a tank/x@b`, then where it goes and why. */
function renderStep(step: Step, number: number): string[] {
  const words = (argv: readonly string[]): string =>
    shellCommand(argv.map((word) => (word.length > 60 ? `${word.slice(0, 57)}...` : word)));
  const head = `${String(number).padStart(3)}. ${step.host}: ${words(step.argv)}`;
  if (!isTransfer(step))
    return [head, `     ${step.reason}${step.frees === undefined ? "" : `; frees ${formatBytes(step.frees)}`}`];
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
    "volume-end": "all that lies behind its new size",
  }[item.kind];
  return `${formatPlace(item.host, item.name)} (${kind}${item.bytes === undefined ? "" : `, ${formatBytes(item.bytes)}`})`;
}
