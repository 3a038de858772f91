import type { Translate } from "../core/base/filled";
import type { StepState } from "./stepState";
import type { TransferOutcome } from "./transfers";

/** How a step of a plan stands, in a word. @param t says it in the language of the window */
export function stepWord(state: StepState, t: Translate): string {
  return {
    waiting: t("waiting"),
    running: t("running"),
    done: t("done"),
    failed: t("failed"),
    skipped: t("skipped"),
    interrupted: t("interrupted"),
  }[state];
}

/** How a run stands or what became of it, in a few words. @param t says it in the language of the window */
export function outcomeWord(outcome: TransferOutcome, t: Translate): string {
  return {
    running: t("running"),
    done: t("done"),
    attention: t("done, with something left for you"),
    interrupted: t("interrupted"),
    failed: t("failed"),
    lost: t("ended without saying how"),
  }[outcome];
}
