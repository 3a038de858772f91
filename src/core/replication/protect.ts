import type { Goal } from "../plan/plan";
import { isTransfer, type Step } from "../plan/step";
import { isWhole } from "../plan/streamsInto";
import type { DatasetName } from "../zfs/names";
import type { Lacking } from "./lacking";
import { lastSteps } from "./lastSteps";
import { neededByStreams } from "./neededByStreams";
import type { Observed } from "./observed";
import { planBookmarks } from "./planBookmarks";
import { planHolds } from "./planHolds";
import { unprotected } from "./protection";
import type { ReplicationRequest } from "./request";

/**
 * Holds (and bookmarks, where asked) the newest snapshots on the source before anything is sent, and lets the older ones
 * of this job go once their successors have arrived: whatever happens between, the next run finds its base. What
 * a stream begins or goes on from is held until all has arrived: were it gone, one that was cut could not go on.
 * @param steps of the transfers, with what comes before them
 * @param lacking what targets lack and no stream brings: the marks that tell of it stay
 */
export function protectedBases(
  request: ReplicationRequest,
  { source, tokens }: Pick<Observed, "source" | "tokens">,
  steps: readonly Step[],
  goals: readonly Goal[],
  lacking: ReadonlyMap<DatasetName, Lacking>,
): Step[] {
  // nothing can be held in a pool that is imported read-only; a send needs no hold (OpenZFS test zfs_send_005)
  if (source.pool?.readonly === true) return [...steps];
  const known = {
    goals: goals.filter((goal) => source.datasets.has(goal.source.dataset)),
    lastOf: lastSteps(steps, request.source.host),
    ...{ source, lacking },
  };
  const holds = request.hold ? planHolds(request, known, neededByStreams(source, tokens, steps)) : unprotected;
  const bookmarks = request.bookmark ? planBookmarks(request, known) : unprotected;
  // nothing is rolled back or put aside for a stream that cannot come: the first that needs it is the one into its place
  const prepared = new Map<string, readonly string[]>();
  for (const { needs, dataset } of steps.filter(isTransfer))
    for (const id of needs) if (!prepared.has(id)) prepared.set(id, holds.by.get(dataset) ?? []);
  // the last first: what prepares for a preparation waits, too
  for (const step of [...steps].reverse()) {
    const ids = isTransfer(step) ? undefined : prepared.get(step.id);
    if (ids) for (const id of step.needs) if (!prepared.has(id)) prepared.set(id, ids);
  }
  const waiting = steps.map((step) => {
    if (isWhole(step)) return { ...step, needs: [...holds.before.map((hold) => hold.id), ...step.needs] };
    const own = step.host === request.source.host ? (holds.by.get(step.dataset) ?? []) : [];
    const ids = [...new Set([...own, ...(isTransfer(step) ? [] : (prepared.get(step.id) ?? []))])];
    return ids.length === 0 ? step : { ...step, needs: [...ids, ...step.needs] };
  });
  return [...holds.before, ...bookmarks.before, ...waiting, ...holds.after, ...bookmarks.after];
}
