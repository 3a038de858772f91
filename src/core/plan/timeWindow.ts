/** When a run may work, by the clock of the machine zfsr runs on: `22:00-06:00`, on some days of the week. */
export interface TimeWindow {
  /** Minutes after midnight at which it opens. */
  readonly from: number;
  /** Minutes after midnight at which it closes; not after `from` where it reaches over midnight. */
  readonly to: number;
  /** Days on which it opens, 0 for Sunday; empty for all. */
  readonly days: readonly number[];
}

const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Reads `22:00-06:00` or `mon,tue,fri 22:00-06:00`. @returns undefined when the text is no window */
export function parseTimeWindow(text: string): TimeWindow | undefined {
  const match = /^\s*(?:([a-z,]+)\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/i.exec(text);
  if (!match) return undefined;
  const from = minutesOf(match[2], match[3]);
  const to = minutesOf(match[4], match[5]);
  const days = match[1] === undefined ? [] : match[1].split(",").map((day) => dayNames.indexOf(day.toLowerCase()));
  if (from === undefined || to === undefined || from === to || days.includes(-1)) return undefined;
  return { from: from % midnight, to, days };
}

/** `mon,tue 22:00-06:00` */
export function formatTimeWindow({ from, to, days }: TimeWindow): string {
  const time = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const on = days.length === 0 ? "" : `${days.map((day) => dayNames[day] ?? "?").join(",")} `;
  return `${on}${time(from)}-${time(to)}`;
}

/**
 * How long the window is still open at `now`.
 * @param now a date whose local time counts. @returns milliseconds; 0 outside of the window
 */
export function openFor({ from, to, days }: TimeWindow, now: Date): number {
  const minutes = now.getHours() * 60 + now.getMinutes();
  const opens = (day: number): boolean => days.length === 0 || days.includes(day);
  const today = now.getDay();
  const overMidnight = to <= from;
  const left = (end: number): number =>
    Math.max(0, (end - minutes) * 60_000 - now.getSeconds() * 1000 - now.getMilliseconds());
  if (overMidnight && minutes < to && opens((today + 6) % 7)) return left(to);
  if (minutes >= from && opens(today) && (overMidnight || minutes < to)) return left(overMidnight ? to + midnight : to);
  return 0;
}

/** When the window is open next: `now` itself while it is. @param now a date whose local time counts */
export function opensAt(window: TimeWindow, now: Date): Date {
  if (openFor(window, now) > 0) return now;
  const { from, days } = window;
  // a day more than a week: today's opening may be over
  const openings = Array.from(
    { length: 8 },
    (_, day) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, Math.floor(from / 60), from % 60),
  );
  return openings.find((at) => at > now && (days.length === 0 || days.includes(at.getDay()))) ?? now;
}

const midnight = 24 * 60;

function minutesOf(hours: string | undefined, minutes: string | undefined): number | undefined {
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= midnight ? total : undefined;
}
