import { outcomeWord } from "../../protocol/stateWords";
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
  const standing = standingOf(view);
  return outcomeWord(standing === "gone" ? "lost" : standing, t);
}
