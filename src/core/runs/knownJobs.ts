import type { KnownJob } from "../replication/holdTag";
import { readFirst } from "./readEnds";
import { listRuns } from "./runDirectory";

/** Journals read at once. */
const atOnce = 32;

/** The jobs that this machine has run from a host, and where to, by its journals. @param runs the folder of runs */
export async function knownJobs(runs: string, host: string): Promise<KnownJob[]> {
  const known = new Map<string, KnownJob>();
  const all = await listRuns(runs);
  for (let start = 0; start < all.length; start += atOnce) {
    const firsts = await Promise.all(all.slice(start, start + atOnce).map(readFirst));
    for (const first of firsts) {
      if (first?.type !== "run-started" || first.request?.source.host !== host) continue;
      const { job, target } = first.request;
      // the newest is read first
      if (!known.has(job)) known.set(job, { job, target: { host: target.host, dataset: target.dataset } });
    }
  }
  return [...known.values()];
}
