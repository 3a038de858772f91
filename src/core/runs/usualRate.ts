import type { Plan } from "../plan/plan";
import { isTransfer } from "../plan/step";
import { readEnds } from "./readEnds";
import { listRuns } from "./runDirectory";
import type { RunState } from "./runState";

/** Bytes; what is smaller is over before a rate is reached. */
const least = 2 ** 20;
/** Runs further back are not read. */
const mostRead = 100;

/**
 * Bytes a second of the newest finished run between the hosts of a plan's first stream, its beginning and end included; one
 * of the same two datasets comes before those of others.
 * @param runs newest first. @returns undefined where there was none that sent enough
 */
export function usualRate(plan: Plan, runs: readonly { readonly state: RunState }[]): number | undefined {
  const stream = plan.steps.find(isTransfer);
  const rates = runs.flatMap(({ state: { request, startedAt, endedAt, outcome, bytesSent } }) => {
    if (!stream || !request || endedAt === undefined || bytesSent < least) return [];
    if (outcome !== "done" && outcome !== "attention") return [];
    if (request.source.host !== stream.host || request.target.host !== stream.target.host) return [];
    const ms = Date.parse(endedAt) - Date.parse(startedAt);
    const same = stream.dataset === request.source.dataset && stream.target.dataset === request.target.dataset;
    return ms > 0 ? [{ same, rate: (bytesSent * 1000) / ms }] : [];
  });
  return (rates.find(({ same }) => same) ?? rates[0])?.rate;
}

/** The same by the journals of this machine; none is read for a plan that sends nothing. @param folder of runs */
export async function journalledRate(plan: Plan, folder: string): Promise<number | undefined> {
  if (!plan.steps.some(isTransfer)) return undefined;
  const newest = (await listRuns(folder)).slice(0, mostRead);
  const states = await Promise.all(newest.map((files) => readEnds(files).catch(() => undefined)));
  return usualRate(
    plan,
    states.filter((state) => state !== undefined).map((state) => ({ state })),
  );
}
