import { observeTree } from "../../core/hosts/observeTree";
import type { KeptPlan } from "../../core/replication/planFile";
import type { RunId } from "../../core/runs/runDirectory";
import type { DatasetTree } from "../../core/zfs/tree";
import type { Environment } from "../environment";
import { exitCode, worstExitCode } from "../exitCodes";
import type { WindowWord } from "../outsideWindow";
import { readKeptPlans } from "./diffPlans";
import { replicateRequest } from "./replicate";

export interface ApplyOptions {
  /** What the plans destroy or rename is agreed to. */
  readonly yes: boolean;
  readonly detach: boolean;
  /** In place of the time window that was asked for before. */
  readonly window: WindowWord | undefined;
  /** Given to a detached run by the one who started it. */
  readonly run: RunId | undefined;
}

/**
 * `zfsr apply FILE`: runs plans that were kept by `zfsr plan --out FILE`, as they were approved. Each is planned anew from
 * what is there by now; where that would do anything else, nothing is done and the difference is told. What those before it
 * in the file have done is no difference.
 */
export async function apply(path: string, options: ApplyOptions, environment: Environment): Promise<number> {
  const codes: number[] = [];
  const kept = await readKeptPlans(path);
  const sources = options.detach ? [] : await lookAtSources(kept.slice(1), environment);
  for (const [i, { request, plan, production }] of kept.entries()) {
    if (environment.cancel.signal.aborted) return exitCode.interrupted;
    const seen = sources[i - 1];
    const earlier = seen && { seen, plans: kept.slice(0, i).map((before) => before.plan) };
    const words = { ...options, snapshot: undefined, transfer: {}, approved: plan, production, earlier };
    codes.push(await replicateRequest(request, words, environment));
    // a detached process runs all of the file by itself
    if (options.detach) break;
  }
  return worstExitCode(codes);
}

/** The source of each plan as it is before any of them has run; undefined for one that cannot be looked at. */
async function lookAtSources(
  plans: readonly KeptPlan[],
  { host, cancel: { signal } }: Environment,
): Promise<(DatasetTree | undefined)[]> {
  const seen = new Map<string, Promise<DatasetTree | undefined>>();
  const look = ({ request: { source, recursive } }: KeptPlan): Promise<DatasetTree | undefined> =>
    // its own run will tell why
    observeTree(host(source.host), source.dataset, { recursive, signal, holds: true }).catch(() => undefined);
  return Promise.all(
    plans.map((plan) => {
      const { source, recursive } = plan.request;
      const key = JSON.stringify([source.host, source.dataset, recursive]);
      const known = seen.get(key) ?? look(plan);
      seen.set(key, known);
      return known;
    }),
  );
}
