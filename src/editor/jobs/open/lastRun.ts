import type { RunState } from "../../../core/runs/runState";
import { outcomeWord } from "../../../protocol/stateWords";
import { worstOf } from "../describeJob";
import type { TargetStanding } from "../jobStanding";
import { t } from "../../l10n/t";

/** How a job's last run ended, short enough for a line of code. */
export interface LastRun {
  /** `Last: done 03:12` */
  readonly title: string;
  /** Its name; undefined when the job was never run here. */
  readonly run: string | undefined;
}

/**
 * The last run of the target that stands worst. The time is that of the clock, so that it stays true while one looks.
 * @param now milliseconds since 1970
 */
export function lastRun(standings: readonly TargetStanding[], now: number): LastRun {
  const worst = worstOf(standings);
  const last = worst?.last;
  if (!last) return { title: t("Never run"), run: undefined };
  if (worst.state === "running") return { title: t("Running"), run: last.id };
  return { title: t("Last: {0} {1}", outcomeWord(last.outcome ?? "lost", t), clock(last, now)), run: last.id };
}

/** The time of day; with the day where that is not today. */
function clock({ endedAt, startedAt }: RunState, now: number): string {
  const at = new Date(endedAt ?? startedAt);
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const today = at.toDateString() === new Date(now).toDateString();
  return at.toLocaleString(undefined, today ? time : { ...time, month: "short", day: "numeric" });
}
