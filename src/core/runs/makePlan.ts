import type { Host } from "../hosts/host";
import type { Plan } from "../plan/plan";
import { isTransfer } from "../plan/step";
import { judged } from "../replication/judge";
import type { Observed } from "../replication/observed";
import { planReplication } from "../replication/planReplication";
import type { ReplicationRequest } from "../replication/request";
import { fitted } from "../replication/space";
import { estimate } from "./estimate";
import { gatherFacts } from "./gatherFacts";

/**
 * The plan for a request after what was observed: with the bytes of its transfers, and without what the target cannot
 * take. Changes nothing. Asks the hosts only where something is to be sent.
 * @param options.mostEstimated streams; the sizes of a plan with more are left unknown. Default: all are asked for.
 */
export async function makePlan(
  request: ReplicationRequest,
  observed: Observed,
  host: (id: string) => Host,
  options: { readonly signal?: AbortSignal | undefined; readonly mostEstimated?: number } = {},
): Promise<Plan> {
  const plan = planReplication(request, observed);
  const { signal, mostEstimated = Infinity } = options;
  const [estimated, facts] = await Promise.all([
    // each stream tells its size when it begins; many small ones are not worth a process each before the first byte
    plan.steps.filter(isTransfer).length > mostEstimated ? plan : estimate(plan, host, signal),
    gatherFacts(plan, request, host, signal),
  ]);
  const safe = facts ? judged(estimated, request, observed, facts) : estimated;
  return fitted(safe, request, observed);
}
