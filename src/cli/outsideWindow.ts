import { formatTimeWindow, openFor, opensAt, type TimeWindow } from "../core/plan/timeWindow";
import type { Environment } from "./environment";
import { printJson, writeText } from "./output";

/** What was written of a time window: another one, or `always` for none. */
export type WindowWord = TimeWindow | "always";

/** The window that holds. @param written on the command line; it comes before the one of the job */
export function windowOf(written: WindowWord | undefined, own: TimeWindow | undefined): TimeWindow | undefined {
  return written === "always" ? undefined : (written ?? own);
}

/** Says that nothing is done, and why, where the window is not open at `now`. @param what is not run. @returns whether it is so */
export function outsideWindow(
  window: TimeWindow | undefined,
  what: string,
  environment: Pick<Environment, "options" | "stdout">,
  now = new Date(),
): boolean {
  if (!window || openFor(window, now) > 0) return false;
  const opens = opensAt(window, now);
  const because = `it is outside of its time window ${formatTimeWindow(window)}`;
  if (environment.options.json)
    printJson(environment, { type: "not-run", at: now.toISOString(), what, because, opens: opens.toISOString() });
  else
    writeText(
      environment.stdout,
      `${what}: ${because}, which opens at ${opens.toLocaleString()}. Nothing was done. To run it now: --window always\n`,
    );
  return true;
}
