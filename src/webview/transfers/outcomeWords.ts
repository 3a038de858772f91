import type { TransferOutcome } from "../../protocol/transfers";
import { t } from "../shared/t";

/** What became of a run, in a word. */
export function outcomeWord(outcome: TransferOutcome): string {
  return {
    running: t("running"),
    done: t("done"),
    attention: t("done, with something left for you"),
    interrupted: t("interrupted"),
    failed: t("failed"),
    lost: t("ended without saying how"),
  }[outcome];
}
