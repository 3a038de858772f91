import { shellCommand } from "../../core/base/shellQuote";
import { parseSchedule } from "../../core/jobs/schedule";
import { t } from "../l10n/t";

/** What is wrong with a schedule that is typed: a sentence; undefined for one that will do, and for none. */
export function scheduleFault(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const found = parseSchedule(text);
  return "fault" in found ? t("This will not do: {0}.", found.fault) : undefined;
}

/**
 * When a schedule that is typed is due next, and the command that runs it then from whatever folder.
 * @param now milliseconds since 1970 @param file the job file's path
 */
export function scheduleSaid(text: string, now: number, file: string): string | undefined {
  if (text.trim() === "") return undefined;
  const found = parseSchedule(text);
  const next = "fault" in found ? undefined : found.after(now);
  if (next === undefined) return undefined;
  const time = new Date(next).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return t(
    "Due next on {0}, where cron or a timer runs {1}.",
    time,
    shellCommand(["zfsr", "run", "--due", "-f", file]),
  );
}
