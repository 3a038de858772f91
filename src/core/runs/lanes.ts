import type { TransferStep } from "../plan/step";
import type { TransferOptions } from "../plan/transferOptions";
import { batchOf } from "./runTransfers";

/** Bytes that a stream counts for besides its own: what it costs to begin one. */
const beginning = 2 ** 20;
/** Bytes up to which a stream takes its time for the processes and the pool, hardly for the way. */
const small = 8 * 2 ** 20;
/** So many small streams are worth a connection of their own, … */
const worthALane = 8;
/** so many are worth another one at the end, … */
const worthAnother = 16;
/** … and there are at most so many at once unless more are asked for. */
const mostByItself = 4;

/**
 * How many pipelines at once are worth it for `steps`: at most one for each dataset, and one by tcp, where there is one port.
 * What is received waits for two transaction groups of the target, in which receives that run beside it take part: `auto`
 * takes several where there are many small streams. A limit is not divided unless somebody asks for it.
 */
export function lanesFor(steps: readonly TransferStep[], { parallel, transport, limit }: TransferOptions): number {
  if (transport === "tcp") return 1;
  const datasets = (some: readonly TransferStep[]): number => new Set(some.map((step) => step.target.dataset)).size;
  if (parallel !== "auto") return Math.max(1, Math.min(parallel, datasets(steps)));
  if (limit !== undefined) return 1;
  const many = datasets(steps.filter(({ bytes }) => (bytes ?? 0) <= small));
  return Math.max(1, Math.min(mostByItself, Math.floor(many / worthALane)));
}

/**
 * Hands the streams of a plan out to several pipelines at once, in the plan's order: never two into one dataset, and none
 * before what it needs has arrived (a new child its parent, a clone its origin). Each pipeline costs a connection, so there
 * are as few as can be, and not more with more streams: three quarters of all are handed out at once, and the last quarter,
 * where it is worth that, to whoever is done.
 */
export class Lanes {
  private waiting: readonly TransferStep[];
  private readonly active = new Set<TransferStep>();
  private readonly total: number;
  private running = 0;

  constructor(
    steps: readonly TransferStep[],
    private readonly count: number,
  ) {
    this.waiting = steps;
    this.total = sizeOf(steps);
  }

  /**
   * What the next free pipeline is to carry; nothing where all that is left waits for others.
   * @param lost tells that a step needs one that has failed: it is never handed out
   */
  next(lost: (step: TransferStep) => boolean): readonly TransferStep[] {
    const share = this.share(lost);
    const held = { ids: new Set<string>(), datasets: new Set<string>() };
    const hold = ({ id, target }: TransferStep): void => {
      held.ids.add(id);
      held.datasets.add(target.dataset);
    };
    for (const step of this.active) hold(step);
    const batch: TransferStep[] = [];
    let size = 0;
    for (const step of this.waiting) {
      const waits = held.datasets.has(step.target.dataset) || step.needs.some((id) => held.ids.has(id));
      // what needs one of this batch would wait here for all of it; the next stream of the same dataset can go nowhere else
      const behind = batch.find(({ id }) => step.needs.includes(id));
      const elsewhere = behind !== undefined && behind.target.dataset !== step.target.dataset;
      if (lost(step) || waits || elsewhere) {
        hold(step);
        continue;
      }
      const follows = batch.at(-1)?.target.dataset === step.target.dataset;
      // a last one more is better than a pipeline for it; a large one goes by itself
      const fits = size < share && (size + weight(step) <= share || weight(step) < share / 4);
      if (batch.length > 0 && !follows && !fits) break;
      batch.push(step);
      size += weight(step);
    }
    const taken = new Set(batchOf(batch));
    for (const step of taken) this.active.add(step);
    if (taken.size > 0) this.running += 1;
    this.waiting = this.waiting.filter((step) => !taken.has(step));
    return [...taken];
  }

  /** What one pipeline is to carry of what waits. */
  private share(lost: (step: TransferStep) => boolean): number {
    const even = this.total / this.count;
    const last = even / 4;
    const waiting = sizeOf(this.waiting);
    const share = last < worthAnother * beginning ? even : waiting > this.total / 4 ? even - last : last;
    const ready = this.ready(lost);
    if (ready === waiting) return share;
    // others wait for what is ready, so that all pipelines that are free take part in that
    const least = Math.min(even, worthALane * beginning);
    return Math.min(share, Math.max(least, ready / Math.max(1, this.count - this.running)));
  }

  /** The size of all that waits for nothing but its turn. */
  private ready(lost: (step: TransferStep) => boolean): number {
    const blocked = new Set([...this.active].map(({ id }) => id));
    const datasets = new Set([...this.active].map(({ target }) => target.dataset));
    const before = new Map<string, string>();
    let size = 0;
    for (const step of this.waiting) {
      const { id, needs, target } = step;
      const waits = needs.some((need) => blocked.has(need) || (before.get(need) ?? target.dataset) !== target.dataset);
      if (waits || datasets.has(target.dataset) || lost(step)) blocked.add(id);
      else {
        before.set(id, target.dataset);
        size += weight(step);
      }
    }
    return size;
  }

  /** A pipeline has ended. @param done ids that it has come to; the others are handed out again */
  ended(batch: readonly TransferStep[], done: readonly string[]): void {
    for (const step of batch) this.active.delete(step);
    this.running -= 1;
    const over = new Set(done);
    this.waiting = [...batch.filter((step) => !over.has(step.id)), ...this.waiting];
  }
}

function sizeOf(steps: readonly TransferStep[]): number {
  return steps.reduce((sum, step) => sum + weight(step), 0);
}

function weight({ bytes }: TransferStep): number {
  return (bytes ?? 0) + beginning;
}
