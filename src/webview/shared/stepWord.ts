import type { StepState } from "../../protocol/stepState";
import { t } from "./t";

/** How a step of a plan stands, in a word. */
export function stepWord(state: StepState): string {
  return {
    waiting: t("waiting"),
    running: t("running"),
    done: t("done"),
    failed: t("failed"),
    skipped: t("skipped"),
    interrupted: t("interrupted"),
  }[state];
}
