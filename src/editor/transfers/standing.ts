import { t } from "../l10n/t";
import type { RunView } from "./runNode";

/** How a run stands, as menus and icons go by it. `gone`: its process ended without saying how. */
export type RunStanding = "running" | "done" | "attention" | "interrupted" | "failed" | "gone";

/** How a run stands. */
export function standingOf({ state, running }: RunView): RunStanding {
  if (running) return "running";
  return state.outcome ?? "gone";
}

/** The same for a person. */
export function standingWord(view: RunView): string {
  return {
    running: t("running"),
    done: t("done"),
    attention: t("done, with something left for you"),
    interrupted: t("interrupted"),
    failed: t("failed"),
    gone: t("ended without saying how"),
  }[standingOf(view)];
}
