/** Planning in memory: time, bytes a snapshot, and how both grow. */
import { planReplication } from "../../../src/core/replication/planReplication";
import type { Bench } from "../bench";
import { atMost, type Figure, median, seconds } from "../figures";
import { bothListings, planningRequest, readTree } from "./planningTrees";

const snapshots = 100;
const most = 10_000;

interface Cost {
  readonly ms: number;
  readonly bytesPerSnapshot: number;
  readonly read: number;
}

function collect(): void {
  if (!globalThis.gc) throw new Error("The part 'planning' needs node --expose-gc.");
  /./.test("the last text that was searched is kept alive, with the listing that it was cut from");
  globalThis.gc();
}

interface Looked {
  readonly observed: Parameters<typeof planReplication>[1];
  /** Memory before there were trees, and how much of it were the listings. */
  readonly before: NodeJS.MemoryUsage;
  readonly text: number;
  /** Milliseconds. */
  readonly read: number;
}

/** A function of its own: what its frame holds, listings among it, has gone with it. */
function look(datasets: number): Looked {
  const { source, target } = bothListings(datasets, snapshots);
  const text = source.snapshots.length + target.snapshots.length;
  collect();
  const before = process.memoryUsage();
  const from = performance.now();
  const observed = { source: readTree(source), target: readTree(target), tokens: new Map() };
  return { observed, before, text, read: performance.now() - from };
}

/** What a plan for so many datasets costs; each has one snapshot that the target has not. */
function costOf(datasets: number, rounds: number): Cost {
  const { observed, before, text, read } = look(datasets);
  collect();
  const after = process.memoryUsage();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    const plan = planReplication(planningRequest, observed);
    const ms = performance.now() - start;
    if (plan.goals.length !== datasets || plan.warnings.length > 0)
      throw new Error("The plan is not what it should be.");
    return ms;
  });
  // both sides are in memory: the source's snapshots and the target's
  const listed = datasets * (2 * snapshots - 1);
  // the listings were there before: what of them has gone is not a gain of the trees
  const kept = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers + text;
  return { ms: median(times), bytesPerSnapshot: kept / listed, read };
}

export const planning: Bench = {
  title: "a plan for 10,000 datasets × 100 snapshots in memory",
  hosts: [],
  run({ rounds }) {
    costOf(100, 3); // the code is compiled before it is measured
    const small = costOf(most / 10, rounds);
    const large = costOf(most, rounds);
    const growth = large.ms / small.ms;
    const size = `${most.toLocaleString("en")} datasets × ${snapshots} snapshots`;
    const figures: Figure[] = [
      atMost(`planning ${size}`, large.ms, 2000, seconds),
      atMost(
        `memory of ${size}, both sides`,
        large.bytesPerSnapshot,
        150,
        (value) => `${value.toFixed(0)} B a snapshot`,
      ),
      {
        what: `planning, ${(most / 10).toLocaleString("en")} → ${most.toLocaleString("en")} datasets`,
        ours: `${seconds(small.ms)} → ${seconds(large.ms)}`,
        peer: "",
        ratio: `${growth.toFixed(1)} ×`,
        goal: "linear: ≤ 12 ×",
        met: growth <= 12,
      },
      {
        what: `reading the listings of ${size}, both sides`,
        ours: seconds(large.read),
        peer: "",
        ratio: "",
        goal: "",
        met: undefined,
      },
    ];
    return Promise.resolve(figures);
  },
};
