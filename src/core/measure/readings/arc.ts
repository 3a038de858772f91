import type { Report } from "./report";

/** The adaptive replacement cache while the source was read: /proc/spl/kstat/zfs/arcstats. */
export interface ArcReading {
  /** The part of what was looked for that was in memory: 0.9 is nine in ten. */
  readonly hits: number;
  /** Bytes in it, and what it may grow to. */
  readonly size: number | undefined;
  readonly most: number | undefined;
}

/** From the counters before and after; undefined where the host has none. */
export function arcIn(report: Report): ArcReading | undefined {
  const hits = report.risen("hits");
  const misses = report.risen("misses");
  if (hits === undefined || misses === undefined) return undefined;
  return {
    hits: hits + misses === 0 ? 1 : hits / (hits + misses),
    size: report.number("after.size"),
    most: report.number("after.c_max"),
  };
}
