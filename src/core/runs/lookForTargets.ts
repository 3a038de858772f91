import type { HoldingJob, SeenJob } from "../administration/holdStates";
import { groupBy } from "../base/groupBy";
import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import { runAll } from "../hosts/run";
import { listPools } from "../zfs/commands/listPools";
import { listTreeSnapshots } from "../zfs/commands/listTreeSnapshots";
import { poolOf } from "../zfs/names";

/** Milliseconds for a host: a look at what is left over is not worth a long wait. */
const patience = 20_000;

/**
 * Looks which targets exist, and what they have: one round trip to each of their hosts, and nobody is asked anything. Whether one exists whose
 * host does not answer, or whose pool is not imported there, is not known; nor is it of one that is not found and that the
 * text of a tag alone tells of.
 */
export async function lookForTargets(
  jobs: readonly HoldingJob[],
  host: (id: string) => Host,
  signal: AbortSignal,
): Promise<SeenJob[]> {
  const looks = [...groupBy(jobs, ({ target }) => target.host)].map(async ([id, there]): Promise<SeenJob[]> => {
    try {
      const either = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      const [pools, ...datasets] = await runAll(
        host(id),
        [listPools(), ...there.map(({ target }) => listTreeSnapshots(target.dataset, { recursive: true }))] as const,
        { signal: either, background: true },
      );
      const imported = new Set("value" in pools ? pools.value.map(({ name }) => name) : []);
      return there.map((job, i) => {
        const seen = datasets[i];
        if (!seen || !imported.has(poolOf(job.target.dataset))) return { ...job, has: undefined };
        if ("value" in seen)
          return { ...job, has: new Set(seen.value.filter(({ kind }) => kind === "snapshot").map(({ guid }) => guid)) };
        return { ...job, has: job.remembered && ZfsrError.is(seen.error, "not-found") ? ("gone" as const) : undefined };
      });
    } catch {
      // a name that leads nowhere any more, a host that is away, or one that would ask for a password
      return there.map((job) => ({ ...job, has: undefined }));
    }
  });
  return (await Promise.all(looks)).flat();
}
