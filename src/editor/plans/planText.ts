import { formatBytes } from "../../core/base/bytes";
import { bytesOf, type Plan } from "../../core/plan/plan";
import { renderText } from "../../core/plan/renderText";
import { isTransfer } from "../../core/plan/step";
import { printable } from "../../core/zfs/names";
import { t } from "../l10n/t";

/** The plan's document. @param snapshot one is taken first, which the plan cannot know yet */
export function planText(plan: Plan, snapshot: boolean): string {
  const first = "First a new snapshot of the source is taken. What it holds is sent after the streams below.\n\n";
  return (snapshot ? first : "") + renderText(plan).split("\n").map(printable).join("\n");
}

export interface PlanSummary {
  readonly question: string;
  readonly detail: string;
  /** There is something to do. */
  readonly runnable: boolean;
}

/** The question that stands beside the plan's document. */
export function planSummary(plan: Plan, snapshot: boolean): PlanSummary {
  const streams = plan.steps.filter(isTransfer).length;
  const bytes = bytesOf(plan);
  const left = plan.warnings.filter((warning) => warning.level === "person").length;
  const parts = [
    ...(snapshot ? [t("a new snapshot")] : []),
    ...(streams > 0 ? [streams === 1 ? t("1 stream") : t("{0} streams", streams)] : []),
    ...(streams > 0 && bytes !== undefined ? [t("about {0}", formatBytes(bytes))] : []),
    ...(left > 0 ? [t("{0} left for you", left)] : []),
  ];
  if (plan.steps.length > 0 || snapshot) {
    return { question: t("The plan is shown in the editor. Run it?"), detail: parts.join(", "), runnable: true };
  }
  const warning = plan.warnings[0];
  const detail = warning
    ? t("{0}: {1}. Next: {2}.", warning.object, warning.message, warning.nextStep)
    : t("The target has every snapshot.");
  return {
    question: warning ? t("This cannot be replicated as it is.") : t("There is nothing to do."),
    detail,
    runnable: false,
  };
}
