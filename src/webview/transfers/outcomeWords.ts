import type { TransferOutcome } from "../../protocol/transfers";

/** What became of a run, in a word. */
export const outcomeWords: Readonly<Record<TransferOutcome, string>> = {
  running: "running",
  done: "done",
  attention: "done, something is left for you",
  interrupted: "interrupted",
  failed: "failed",
  lost: "its process has gone",
};
