import { formatBytes } from "../../../../core/base/bytes";
import { bytesOf, destroyedBy, type Plan, type Warning } from "../../../../core/plan/plan";
import { isTransfer, type TransferStep } from "../../../../core/plan/step";
import { shortNameOf } from "../../../../core/zfs/names";
import type { Said } from "../../../prompts/quickInputs";

/**
 * What a plan comes to, in a line or two: what stands in the way, or what is sent and from where it goes on.
 * @param takeNew a snapshot is taken before: what is planned now is what is there without it
 */
export function verdictOn(plan: Plan, takeNew: boolean): Said {
  const left = plan.warnings.filter(({ level, id }) => level === "person" && !(takeNew && id === "no-snapshot"));
  const stop = left.find(({ stops }) => stops);
  if (stop) return { level: "error", text: sentence(stop) };
  const sent = whatIsSent(plan, takeNew);
  const [first, ...more] = left;
  if (first) {
    const others = more.length > 0 ? ` And ${more.length} more for you to decide.` : "";
    return { level: "warning", text: `${sentence(first)}${others} ${sent}` };
  }
  const notes = plan.warnings.filter(({ level }) => level === "note").length;
  const told = notes === 0 ? "" : ` ${notes === 1 ? "A note stands" : `${notes} notes stand`} in the review.`;
  return { level: "info", text: `${sent}${told}` };
}

function sentence({ object, message, nextStep }: Warning): string {
  return `${object}: ${message}. Next: ${nextStep}.`;
}

function whatIsSent(plan: Plan, takeNew: boolean): string {
  const streams = plan.steps.filter(isTransfer);
  const [first] = streams;
  if (!first) return takeNew ? "Only the new snapshot is sent." : "Nothing is to be sent: the target has all of it.";
  const bytes = bytesOf(plan);
  const size = bytes === undefined ? "of unknown size" : `of about ${formatBytes(bytes)}, which fits`;
  const count = streams.length === 1 ? "1 stream" : `${streams.length} streams`;
  const lost = destroyedBy(plan).length;
  return (
    `${count} ${size}${takeNew ? ", and the new snapshot" : ""}: ${beginning(first)}. ` +
    (lost === 0
      ? "Nothing is destroyed."
      : `${lost === 1 ? "1 thing is" : `${lost} things are`} destroyed; the review names them.`)
  );
}

function beginning({ kind, from, target }: TransferStep): string {
  if (kind === "resume") return `it goes on with what ${target.dataset} has received in part`;
  if (from === undefined) return `a full one, since ${target.dataset} shares no snapshot with it yet`;
  return `it goes on from ${from.includes("#") ? "#" : "@"}${shortNameOf(from)}, the newest in common`;
}
