import { Throttle } from "../base/throttle";
import type { Host } from "../hosts/host";
import { formatPlace } from "../zfs/place";
import type { DatasetTree } from "../zfs/tree";
import { choosePairs, type NamedSnapshots } from "./choosePairs";
import { DatasetComparison } from "./compareDataset";
import type { ContentsEvent, DatasetContents, Pair } from "./contents";
import { readSide } from "./readSide";

export interface CompareContentsOptions {
  readonly named: NamedSnapshots;
  readonly host: (id: string) => Host;
  /** Hears of progress, and of each dataset when it is done. */
  readonly onEvent: (event: ContentsEvent) => void;
  readonly signal: AbortSignal;
}

/** Bytes, and datasets, that are read by one command on each host. What one side is ahead of the other takes memory. */
const round = { bytes: 16 * 2 ** 30, datasets: 200 };

/**
 * Compares what two trees hold: every file with its metadata and a checksum of its contents, and the blocks of volumes,
 * of the newest common snapshots or of those that are named. Both hosts read at the same time, a few commands each however
 * many datasets there are. Nothing changes: snapshots are mounted read-only, out of sight, for as long as they are read.
 * @returns a result for each dataset of the source, those that could not be compared with the reason
 * @throws ZfsrError of the connections, cancelled, not-found when the source does not exist
 */
export async function compareContents(
  source: DatasetTree,
  target: DatasetTree,
  { named, host, onEvent, signal }: CompareContentsOptions,
): Promise<DatasetContents[]> {
  const { pairs, left } = choosePairs(source, target, named);
  const total = pairs.reduce((sum, { referenced }) => sum + referenced, 0);
  const results: DatasetContents[] = [];
  const add = (result: DatasetContents): void => {
    results.push(result);
    onEvent({ type: "compared", ...result });
  };
  let before = 0;
  for (const part of rounds(pairs)) {
    const compared = await compareRound(part, [host(source.host), host(target.host)], signal, (dataset, bytes) =>
      onEvent({ type: "progress", bytes: before + bytes, total, dataset }),
    );
    for (const result of compared) {
      before += result.bytes;
      add(result);
    }
  }
  for (const result of left) add(result);
  return results;
}

function* rounds(pairs: readonly Pair[]): Generator<readonly Pair[]> {
  let part: Pair[] = [];
  let bytes = 0;
  for (const pair of pairs) {
    if (part.length === round.datasets || (part.length > 0 && bytes + pair.referenced > round.bytes)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(pair);
    bytes += pair.referenced;
  }
  if (part.length > 0) yield part;
}

/** Reads one round on both hosts at once; a side that fails ends the other. */
async function compareRound(
  pairs: readonly Pair[],
  hosts: readonly [Host, Host],
  signal: AbortSignal,
  onProgress: (dataset: string, bytes: number) => void,
): Promise<DatasetContents[]> {
  const comparisons = pairs.map((pair) => new DatasetComparison(pair, [hosts[0].id, hosts[1].id]));
  const throttle = new Throttle(500, () => {
    const now = comparisons.findIndex(({ isOver }) => !isOver);
    const pair = pairs[now < 0 ? pairs.length - 1 : now];
    const bytes = comparisons.reduce((sum, comparison) => sum + comparison.bytes, 0);
    if (pair) onProgress(formatPlace(hosts[0].id, pair.source.dataset), bytes);
  });
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const read = async (side: 0 | 1): Promise<void> => {
    const work = pairs.map((pair, i) => ({
      reading: { type: pair.type, ...(side === 0 ? pair.source : pair.target) },
      comparison: comparisons[i] as DatasetComparison,
    }));
    try {
      await readSide(hosts[side], side, work, throttle.trigger, either);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  try {
    await Promise.all([read(0), read(1)]);
  } finally {
    throttle.dispose();
  }
  return comparisons.map((comparison) => comparison.result());
}
