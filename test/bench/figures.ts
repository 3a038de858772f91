/** What a benchmark gives, and how it is printed: a row for each thing measured, ready for docs/benchmarks.md. */

export interface Figure {
  /** What was done, in a few words. */
  readonly what: string;
  /** The medians, as they are shown. */
  readonly ours: string;
  readonly peer: string;
  /** Ours against the peer's, as it is shown; empty where there is no peer. */
  readonly ratio: string;
  readonly goal: string;
  /** Undefined where no goal was set. */
  readonly met: boolean | undefined;
}

/** The middle one of some numbers; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** `12.3 s`, with as many digits as mean something. @param ms milliseconds */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** `median (lowest to highest)` of times in milliseconds. */
function spread(times: readonly number[]): string {
  if (times.length < 2) return seconds(median(times));
  return `${seconds(median(times))} (${seconds(Math.min(...times))} to ${seconds(Math.max(...times))})`;
}

/** A figure of two lists of times, where less is better. @param least how many times faster than the peer it should be */
export function timesFaster(what: string, ours: readonly number[], peer: readonly number[], least?: number): Figure {
  const ratio = median(peer) / median(ours);
  return {
    what,
    ours: spread(ours),
    peer: spread(peer),
    ratio: `${ratio.toFixed(ratio < 10 ? 2 : 1)} × faster`,
    goal: least === undefined ? "" : `≥ ${least} ×`,
    met: least === undefined ? undefined : ratio >= least,
  };
}

/** A figure of two lists of rates in bytes a second, where more is better. @param least the smallest share of the peer's */
export function shareOfRate(what: string, ours: readonly number[], peer: readonly number[], least?: number): Figure {
  const rate = (values: readonly number[]): string => `${(median(values) / 2 ** 20).toFixed(1)} MiB/s`;
  const ratio = median(ours) / median(peer);
  return {
    what,
    ours: rate(ours),
    peer: rate(peer),
    ratio: ratio.toFixed(3),
    goal: least === undefined ? "" : `≥ ${least}`,
    met: least === undefined ? undefined : ratio >= least,
  };
}

/** A figure without a peer: a number of ours and what it may be at most. */
export function atMost(what: string, value: number, most: number, show: (value: number) => string): Figure {
  return { what, ours: show(value), peer: "", ratio: "", goal: `≤ ${show(most)}`, met: value <= most };
}

/** Two counts beside each other, without a goal. */
export function counted(what: string, ours: number, peer: number): Figure {
  return {
    what,
    ours: String(ours),
    peer: String(peer),
    ratio: `1 : ${(peer / ours).toFixed(1)}`,
    goal: "",
    met: undefined,
  };
}

/** The figures as a table in Markdown. */
export function table(figures: readonly Figure[]): string {
  const met = (figure: Figure): string => (figure.met === undefined ? "" : figure.met ? "yes" : "**no**");
  const rows = figures.map((figure) => [figure.what, figure.ours, figure.peer, figure.ratio, figure.goal, met(figure)]);
  return [["what", "ours", "peer", "ratio", "goal", "met"], ["-", "-", "-", "-", "-", "-"], ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}
