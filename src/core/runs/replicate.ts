import type { ZfsrError } from "../base/errors";
import { findingOf } from "../diagnosis/findingOf";
import type { Host } from "../hosts/host";
import { bytesOf, type Plan } from "../plan/plan";
import { planReplication } from "../replication/planReplication";
import { planSnapshot } from "../replication/planSnapshot";
import type { ReplicationRequest } from "../replication/request";
import { createContext } from "./createContext";
import { endOf } from "./endOf";
import { estimate } from "./estimate";
import type { Emit } from "./events";
import { observe } from "./observe";
import { readBack, targetStates } from "./readBack";
import type { RunEnd } from "./recordRun";
import { runPlan } from "./runPlan";
import type { TransportChoice } from "./transport";

/** The plan for `request` as things stand, with the bytes of its transfers. Changes nothing. */
export async function planFor(
  request: ReplicationRequest,
  host: (id: string) => Host,
  signal?: AbortSignal,
): Promise<Plan> {
  return estimate(planReplication(request, await observe(request, host, signal)), host, signal);
}

/** Steps; a plan with more is run without an estimate of its whole size. */
const mostEstimated = 200;

export interface ReplicateOptions {
  readonly host: (id: string) => Host;
  readonly transport: TransportChoice;
  /** Take a snapshot of the source first, by this name. */
  readonly snapshot: string | undefined;
}

/** Observes, plans, runs and reads back: one replication from its beginning to its proof. */
export async function replicate(
  request: ReplicationRequest,
  options: ReplicateOptions,
  emit: Emit,
  signal: AbortSignal,
): Promise<RunEnd> {
  const parts = { host: options.host, transport: options.transport, emit, signal };
  if (options.snapshot !== undefined) {
    const { host, dataset } = request.source;
    const taken = planSnapshot({ host, dataset, name: options.snapshot, recursive: request.recursive });
    emit({ type: "planned", plan: taken, bytes: 0 });
    const result = await runPlan(taken, createContext(parts));
    if (result.errors.size > 0) return endOf(taken, result, [], signal);
  }
  const observed = await observe(request, options.host, signal);
  const planned = planReplication(request, observed);
  // each stream tells its size when it begins; many small ones are not worth a process each before the first byte
  const plan = planned.steps.length > mostEstimated ? planned : await estimate(planned, options.host, signal);
  emit({ type: "planned", plan, bytes: bytesOf(plan) });
  // with nothing to do, what was looked at a moment ago is what is there
  if (plan.steps.length === 0) {
    return endOf(plan, { bytesSent: 0, findings: [] }, targetStates(plan.goals, observed.target), signal);
  }
  const result = await runPlan(plan, createContext(parts, [observed.target]));
  const failures: ZfsrError[] = [];
  // a cancelled run is read back, too: what was kept is part of what is said at its end
  const targets = await readBack(request, plan.goals, options.host, (error) => failures.push(error));
  for (const failure of failures) emit({ type: "finding", finding: findingOf(failure) });
  return endOf(plan, { ...result, findings: [...result.findings, ...failures.map(findingOf)] }, targets, signal);
}
