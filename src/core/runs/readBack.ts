import { ZfsrError } from "../base/errors";
import { observeDatasets } from "../hosts/observeTree";
import type { Host } from "../hosts/host";
import type { Goal } from "../plan/plan";
import type { ReplicationRequest } from "../replication/request";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import type { TargetState } from "./events";

/**
 * Looks at the target of a request again and tells for each goal whether its newest snapshot is the one that was
 * promised, by guid. One round trip. A target that cannot be looked at is not verified, and `onError` hears why.
 */
export async function readBack(
  request: ReplicationRequest,
  goals: readonly Goal[],
  host: (id: string) => Host,
  onError: (error: ZfsrError) => void,
): Promise<TargetState[]> {
  const { target, recursive } = request;
  const datasets = await observeDatasets(host(target.host), target.dataset, { recursive }).catch((error: unknown) => {
    onError(ZfsrError.from(error, formatPlace(target.host, target.dataset)));
    return undefined;
  });
  return targetStates(goals, datasets);
}

/** What datasets that were looked at say of each goal. @param datasets undefined when they could not be looked at */
export function targetStates(goals: readonly Goal[], datasets: DatasetTree["datasets"] | undefined): TargetState[] {
  return goals.map((goal) => stateOf(goal, datasets?.get(goal.dataset)));
}

function stateOf(goal: Goal, state: DatasetState | undefined): TargetState {
  const newest = state?.snapshots.at(-1);
  return {
    place: formatPlace(goal.host, goal.dataset),
    newest: newest && { name: newest.name, guid: newest.guid },
    verified: newest !== undefined && newest.guid === goal.newest.guid,
    partial: state?.dataset.receiveResumeToken !== undefined,
  };
}
