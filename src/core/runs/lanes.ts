import type { TransferStep } from "../plan/step";
import type { TransferOptions } from "../plan/transferOptions";
import { batchOf } from "./runTransfers";

/** Bytes that a stream counts for besides its own: what it costs to begin one. */
const beginning = 2 ** 20;

/**
 * How many pipelines at once are worth it for `steps`: at most one for each dataset, and one by tcp, where there is one port.
 */
export function lanesFor(steps: readonly TransferStep[], { parallel, transport }: TransferOptions): number {
  if (transport === "tcp") return 1;
  return Math.max(1, Math.min(parallel, new Set(steps.map((step) => step.target.dataset)).size));
}

/**
 * Hands the streams of a plan out to several pipelines at once, in the plan's order: never two into one dataset, and none
 * before what it needs has arrived (a new child its parent, a clone its origin). What one pipeline gets becomes smaller
 * towards the end, so that all end at about the same time.
 */
export class Lanes {
  private waiting: readonly TransferStep[];
  private readonly active = new Set<TransferStep>();

  constructor(
    steps: readonly TransferStep[],
    private readonly count: number,
  ) {
    this.waiting = steps;
  }

  /**
   * What the next free pipeline is to carry; nothing where all that is left waits for others.
   * @param lost tells that a step needs one that has failed: it is never handed out
   */
  next(lost: (step: TransferStep) => boolean): readonly TransferStep[] {
    const share = this.waiting.reduce((sum, step) => sum + weight(step), 0) / this.count;
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
      if (batch.length > 0 && !follows && size + weight(step) > share) break;
      batch.push(step);
      size += weight(step);
    }
    const taken = new Set(batchOf(batch));
    for (const step of taken) this.active.add(step);
    this.waiting = this.waiting.filter((step) => !taken.has(step));
    return [...taken];
  }

  /** A pipeline has ended. @param done ids that it has come to; the others are handed out again */
  ended(batch: readonly TransferStep[], done: readonly string[]): void {
    for (const step of batch) this.active.delete(step);
    const over = new Set(done);
    this.waiting = [...batch.filter((step) => !over.has(step.id)), ...this.waiting];
  }
}

function weight({ bytes }: TransferStep): number {
  return (bytes ?? 0) + beginning;
}
