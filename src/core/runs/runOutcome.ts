import type { RunOutcome } from "./events";
import type { RunState } from "./runState";

/** What came of a run that is no longer under way; `lost`: its process has gone without a word. */
export function outcomeOf({ outcome }: Pick<RunState, "outcome">): RunOutcome | "lost" {
  return outcome ?? "lost";
}

/** It did not do what it was asked for. One that was interrupted goes on with the next. */
export function hasFailed(run: Pick<RunState, "outcome">): boolean {
  const outcome = outcomeOf(run);
  return outcome === "failed" || outcome === "lost";
}

/** Why a run failed or was interrupted: the title of its worst finding. @returns undefined where all went well, or nothing tells */
export function becauseOf(run: Pick<RunState, "outcome" | "findings">): string | undefined {
  const outcome = outcomeOf(run);
  if (outcome === "lost") return "its process has gone without saying how it ended";
  if (outcome === "done") return undefined;
  const { findings } = run;
  return (findings.find(({ severity }) => severity === "error") ?? findings[0])?.title;
}
