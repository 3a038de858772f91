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
export function openFor(window: TimeWindow, now: Date): number {
  // where it reaches over midnight, yesterday's may still be open
  const left = [-1, 0].map((day) => {
    const { opens, closes, isOn } = opening(window, now, day);
    return isOn && opens <= now && now < closes ? closes.getTime() - now.getTime() : 0;
  });
  return Math.max(...left);
}

/** The window of one day, by the clock: where that is put forward or back meanwhile, it is shorter or longer. @param day from that of `now` */
function opening({ from, to, days }: TimeWindow, now: Date, day: number) {
  const at = (minutes: number, more = 0): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + day + more, Math.floor(minutes / 60), minutes % 60);
  const midday = at(12 * 60);
  return {
    opens: at(from),
    closes: at(to, to <= from ? 1 : 0),
    isOn: days.length === 0 || days.includes(midday.getDay()),
  };
}

/** When the window is open next: `now` itself while it is. @param now a date whose local time counts */
export function opensAt(window: TimeWindow, now: Date): Date {
  if (openFor(window, now) > 0) return now;
  // more than two weeks: today's opening may be over, and that of a week later fall into an hour that the clock leaves out
  const openings = Array.from({ length: 16 }, (_, day) => opening(window, now, day));
  return openings.find(({ opens, closes, isOn }) => isOn && opens > now && opens < closes)?.opens ?? now;
}

const midnight = 24 * 60;

function minutesOf(hours: string | undefined, minutes: string | undefined): number | undefined {
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= midnight ? total : undefined;
}
