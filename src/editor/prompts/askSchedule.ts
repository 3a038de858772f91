import { Emitter } from "../../core/base/emitter";
import { type back, inputText, type Position, type Said } from "./quickInputs";
import { t } from "../l10n/t";

/**
 * Asks when a job runs. What is typed is checked, and its next time is said below it.
 * @param file the job file's path
 * @returns the five fields of crontab(5); empty for a job that runs only when it is told to; `back`, or undefined when the
 * person gave up
 */
export async function askSchedule(
  position: Partial<Position>,
  value: string,
  file: string,
): Promise<string | typeof back | undefined> {
  // the library of cron expressions is loaded when somebody has a schedule to give
  const { scheduleFault, scheduleSaid } = await import("./scheduleText");
  const changed = new Emitter<void>();
  let typed = value;
  const answer = await inputText({
    ...position,
    prompt: t(
      "When it runs, as in crontab(5): minute, hour, day, month, day of the week. Leave it empty for a job without a schedule",
    ),
    placeholder: "0 3 * * *",
    value,
    fault: scheduleFault,
    typed: (text) => {
      typed = text;
      changed.fire();
    },
    live: {
      get said(): Said | undefined {
        const text = scheduleSaid(typed, Date.now(), file);
        return text === undefined ? undefined : { text, level: "info" };
      },
      onDidChange: changed.listen,
    },
  });
  return typeof answer === "string" ? answer.trim() : answer;
}
