import { isAlive } from "./control";
import { readEnds } from "./readEnds";
import { listRuns, type RunFiles } from "./runDirectory";
import type { RunState } from "./runState";

/** What journals tell of a job and one of its targets. */
export interface PastRuns {
  /** The newest that has ended, or has gone without a word. */
  readonly last: RunState | undefined;
  /** The newest that brought the target up. */
  readonly lastDone: RunState | undefined;
  /** One that is under way. */
  readonly running: RunState | undefined;
}

/** Journals read at once. */
const atOnce = 32;

/**
 * The last runs of some jobs and targets, by the name of their request's job; the newest journals are read first, and no
 * more of them than it takes. @param runs the folder of runs
 */
export async function pastRuns(runs: string, jobs: Iterable<string>): Promise<Map<string, PastRuns>> {
  const found = new Map<string, PastRuns>();
  for (const job of jobs) found.set(job, { last: undefined, lastDone: undefined, running: undefined });
  const all = found.size === 0 ? [] : await listRuns(runs);
  for (let start = 0; start < all.length; start += atOnce) {
    const read = await Promise.all(all.slice(start, start + atOnce).map((files) => take(files, found)));
    for (const { job, state, alive } of read.filter((one) => one !== undefined)) {
      const known = found.get(job);
      if (!known) continue;
      const done = state.outcome === "done" || state.outcome === "attention";
      found.set(job, {
        last: known.last ?? (alive ? undefined : state),
        lastDone: known.lastDone ?? (done ? state : undefined),
        running: known.running ?? (alive ? state : undefined),
      });
    }
    if ([...found.values()].every(({ last, lastDone }) => last && lastDone)) break;
  }
  return found;
}

/** One run, where it belongs to one of the jobs. A journal that cannot be read tells nothing, nor does one of the future. */
async function take(
  files: RunFiles,
  jobs: ReadonlyMap<string, unknown>,
): Promise<{ readonly job: string; readonly state: RunState; readonly alive: boolean } | undefined> {
  const state = await readEnds(files).catch(() => undefined);
  const job = state?.request?.job;
  if (!state || job === undefined || !jobs.has(job)) return undefined;
  // of a time when the clock was ahead: it would be the newest for as long as that was
  if (Date.parse(state.startedAt) > Date.now()) return undefined;
  return { job, state, alive: state.outcome === undefined && (await isAlive(files)) };
}
