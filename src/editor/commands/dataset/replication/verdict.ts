import { formatBytes } from "../../../../core/base/bytes";
import { bytesOf, destroyedBy, type Plan, type Warning } from "../../../../core/plan/plan";
import { isTransfer, type TransferStep } from "../../../../core/plan/step";
import { shortNameOf } from "../../../../core/zfs/names";
import type { Said } from "../../../prompts/quickInputs";
import { t } from "../../../l10n/t";

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
    const others = more.length > 0 ? [t("And {0} more for you to decide.", more.length)] : [];
    return { level: "warning", text: [sentence(first), ...others, sent].join(" ") };
  }
  const notes = plan.warnings.filter(({ level }) => level === "note").length;
  const told = notes === 1 ? t("A note stands in the review.") : t("{0} notes stand in the review.", notes);
  return { level: "info", text: notes === 0 ? sent : `${sent} ${told}` };
}

function sentence({ object, message, nextStep }: Warning): string {
  return t("{0}: {1}. Next: {2}.", object, message, nextStep);
}

function whatIsSent(plan: Plan, takeNew: boolean): string {
  const streams = plan.steps.filter(isTransfer);
  const [first] = streams;
  if (!first)
    return takeNew ? t("Only the new snapshot is sent.") : t("Nothing is to be sent: the target has all of it.");
  const bytes = bytesOf(plan);
  const size = bytes === undefined ? t("of unknown size") : t("of about {0}, which fits", formatBytes(bytes));
  const count = streams.length === 1 ? t("1 stream") : t("{0} streams", streams.length);
  const start = beginning(first);
  const what = takeNew
    ? t("{0} {1}, and the new snapshot: {2}.", count, size, start)
    : t("{0} {1}: {2}.", count, size, start);
  return `${what} ${whatIsLost(destroyedBy(plan).length)}`;
}

function whatIsLost(things: number): string {
  if (things === 0) return t("Nothing is destroyed.");
  if (things === 1) return t("1 thing is destroyed; the review names them.");
  return t("{0} things are destroyed; the review names them.", things);
}

function beginning({ kind, from, target }: TransferStep): string {
  if (kind === "resume") return t("it goes on with what {0} has received in part", target.dataset);
  if (from === undefined) return t("a full one, since {0} shares no snapshot with it yet", target.dataset);
  return t("it goes on from {0}{1}, the newest in common", from.includes("#") ? "#" : "@", shortNameOf(from));
}
