/** A host's clock, by which lines without a zone or a year are read. */
export interface HostClock {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

/** When a line was written, in milliseconds since 1970; undefined for one that goes on from the line above it. */
export type LineTime = (line: string, clock: HostClock) => number | undefined;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-11-24T00:00:27.4+00:00 alpha …`, of journalctl and of rsyslog. */
const isoTime: LineTime = (line, clock) => {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?/.exec(line);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, zone] = found;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return utc - minutesEast(zone, clock) * 60_000;
};

/** rsyslog's own way, or the old one that has neither year nor zone: `Nov 24 00:00:27 alpha …`. */
export const syslogTime: LineTime = (line, clock) => {
  const iso = isoTime(line, clock);
  if (iso !== undefined) return iso;
  const found = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) /.exec(line);
  if (!found) return undefined;
  const [, month = "", day, hour, minute, second] = found;
  const at = (year: number): number =>
    Date.UTC(year, months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second)) -
    clock.offset * 60_000;
  const year = new Date(clock.now).getUTCFullYear();
  // a line of December that is read in January
  return at(year) > clock.now + 86_400_000 ? at(year - 1) : at(year);
};

/** `Nov 24 2026 00:00:25.644012071 sysevent…` of `zpool events`, by the host's own zone. */
export const eventTime: LineTime = (line, clock) => {
  const found = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d)/.exec(line);
  if (!found) return undefined;
  const [, month = "", day, year, hour, minute, second] = found;
  return (
    Date.UTC(Number(year), months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second)) -
    clock.offset * 60_000
  );
};

/** `2026-11-24.00:00:25 zfs …` of `zpool history`, by the host's own zone. */
export const historyTime: LineTime = (line, clock) => isoTime(line.replace(/^(\d{4}-\d\d-\d\d)\./, "$1T"), clock);

/** `2026-11-24T00:00:25,140000+00:00 …`; the form with seconds since the start, `[  12.3] …`, tells no time. */
export const dmesgTime: LineTime = isoTime;

/** `1795478430   spa_history.c:294:…` of dbgmsg. */
export const secondsTime: LineTime = (line) => {
  const seconds = /^(\d{9,11})\s/.exec(line)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
};

/** Tells of each line in turn whether it belongs to the moment `since` or a later one: by its time or that of a line above. */
export function isSince(since: number, time: LineTime, clock: HostClock): (line: string) => boolean {
  let wanted = false;
  return (line) => {
    const at = time(line, clock);
    if (at !== undefined) wanted = at >= since;
    return wanted;
  };
}

/** The clock as `date '+%s %z'` prints it: `1795478511 +0100`; undefined for anything else. */
export function parseClock(text: string): HostClock | undefined {
  const [, seconds, sign, hours, minutes] = /^(\d+) ([+-])(\d\d)(\d\d)$/m.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  return { now: Number(seconds) * 1000, offset: (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) };
}

function minutesEast(zone: string | undefined, clock: HostClock): number {
  if (zone === undefined) return clock.offset;
  if (zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
