import type { HostName } from "../support/lab/hosts";
import type { Figure } from "./figures";

/** How much a benchmark does: the command line's options. */
export interface Scale {
  /** How often each way is measured, in turns. */
  readonly rounds: number;
  /** MiB of a bulk stream. */
  readonly mebibytes: number;
  /** Datasets of the tree that is compared with syncoid's; the growth goes to ten times as many. */
  readonly datasets: number;
  readonly snapshots: number;
}

/** One part of `npm run bench`. */
export interface Bench {
  /** What it measures, in one line. */
  readonly title: string;
  /** The hosts of the lab that it needs. */
  readonly hosts: readonly HostName[];
  /** Measures; `say` tells a person how far it is. */
  run(scale: Scale, say: (line: string) => void): Promise<Figure[]>;
}

/** Runs each way `rounds` times, in turns, each time another one first, so that a drift of the machine hits them alike. */
export async function interleaved<T>(rounds: number, ways: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const results: T[][] = ways.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < ways.length; turn++) {
      const which = (round + turn) % ways.length;
      const way = ways[which];
      if (way) results[which]?.push(await way());
    }
  return results;
}
