import { opensAt } from "../plan/timeWindow";
import type { Job } from "./job";

/** When a job runs for one of its targets. All times are milliseconds since 1970. */
export interface Timing {
  /** Since when a run is due that has not begun; undefined when none is. */
  readonly dueSince: number | undefined;
  /** When it runs next, where something starts `zfsr run --due` then. Undefined without a schedule. */
  readonly next: number | undefined;
  /** A run that was due has not begun in time. */
  readonly missed: boolean;
}

/** Milliseconds after which a run that has not begun counts as missed: timers and cron may be as much late. */
const grace = 5 * 60_000;

/**
 * When a job runs next, and whether it should have run by now. One that never ran is due at once. Outside of its time window
 * nothing is missed: it runs when that opens.
 * @param lastBegan when its last run for this target began; one in the future, by a clock that was ahead, says nothing
 */
export function timingOf(
  { schedule, window }: Pick<Job, "schedule" | "window">,
  lastBegan: number | undefined,
  now: number,
): Timing {
  if (!schedule) return { dueSince: undefined, next: undefined, missed: false };
  const open = (time: number): number => (window ? opensAt(window, new Date(time)).getTime() : time);
  const began = lastBegan !== undefined && lastBegan > now ? undefined : lastBegan;
  const due = began === undefined ? schedule.lastUntil(now) : schedule.after(began);
  if (due === undefined || due > now) {
    const next = schedule.after(now);
    return { dueSince: undefined, next: next === undefined ? undefined : open(next), missed: false };
  }
  return { dueSince: due, next: open(now), missed: began !== undefined && now - open(due) > grace };
}
