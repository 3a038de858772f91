import { Cron } from "croner";

/** When a job runs, by the clock and the time zone of the machine zfsr runs on. */
export interface Schedule {
  /** As it was written: `0 3 * * 1-5`. */
  readonly text: string;
  /** The first time after `time`. Both are milliseconds since 1970. @returns undefined when there is none any more */
  readonly after: (time: number) => number | undefined;
  /** The last time that is not after `time`. @returns undefined when there was none */
  readonly lastUntil: (time: number) => number | undefined;
}

/** Reads the five fields of crontab(5). Daylight saving is left to the library. @returns what is wrong with it, a clause, for a text that is none */
export function parseSchedule(text: string): Schedule | { readonly fault: string } {
  if (text.trim().split(/\s+/).length !== 5)
    return { fault: "it is no schedule; write five fields: minute, hour, day, month, day of the week" };
  let cron: Cron;
  try {
    cron = new Cron(text.trim(), { mode: "5-part", paused: true });
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
    return { fault: `it is no schedule: ${said.replace(/\.$/, "")}` };
  }
  if (!cron.nextRun()) return { fault: "that time never comes" };
  return {
    text: text.trim(),
    after: (time) => cron.nextRun(new Date(time))?.getTime(),
    // the library counts whole seconds and looks for what lies strictly before
    lastUntil: (time) => cron.previousRuns(1, new Date(time + 1000))[0]?.getTime(),
  };
}
