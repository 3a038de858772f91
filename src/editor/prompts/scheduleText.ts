import { parseSchedule } from "../../core/jobs/schedule";
import { t } from "../l10n/t";

/** What is wrong with a schedule that is typed: a sentence; undefined for one that will do, and for none. */
export function scheduleFault(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const found = parseSchedule(text);
  return "fault" in found ? t("This will not do: {0}.", found.fault) : undefined;
}

/** When a schedule that is typed is due next, and what runs it then. @param now milliseconds since 1970 */
export function scheduleSaid(text: string, now: number): string | undefined {
  if (text.trim() === "") return undefined;
  const found = parseSchedule(text);
  const next = "fault" in found ? undefined : found.after(now);
  if (next === undefined) return undefined;
  const time = new Date(next).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return t("Due next on {0}, where cron or a timer runs zfsr run --due.", time);
}
