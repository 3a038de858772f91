import { ZfsrError } from "../base/errors";
import { observeDatasets } from "../hosts/observeTree";
import type { Host } from "../hosts/host";
import type { Goal, Plan } from "../plan/plan";
import { type Arrival, arrivals } from "../replication/arrival";
import type { ReplicationRequest } from "../replication/request";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import type { TargetState } from "./events";
import { lastLook } from "./lastLook";

/**
 * Looks at the target of a request again and tells for each goal whether its newest snapshot is the one that was
 * promised, by guid. One round trip. A target that cannot be looked at is not verified, and `onError` hears why.
 */
export async function readBack(
  request: ReplicationRequest,
  goals: readonly Goal[],
  host: (id: string) => Host,
  cancel: AbortSignal,
  onError: (error: ZfsrError) => void,
): Promise<TargetState[]> {
  const { target, recursive } = request;
  const object = formatPlace(target.host, target.dataset);
  const datasets = await lastLook(cancel, object, (signal) =>
    observeDatasets(host(target.host), target.dataset, { recursive, signal }),
  ).catch((error: unknown) => {
    onError(ZfsrError.from(error, object));
    return undefined;
  });
  return targetStates(goals, datasets);
}

/**
 * The read-back of a run: done once, when its streams are through and before anything that rests on them is let go of. What
 * is destroyed after it is never the newest, so that what it found is still so at the end.
 */
export class ReadBack {
  /** Why nobody could look. */
  readonly failures: ZfsrError[] = [];
  /** What was found of each goal. */
  targets: readonly TargetState[] = [];
  /** What is on the target; undefined until that was looked at, and where nobody could. */
  datasets: DatasetTree["datasets"] | undefined;

  /** @param source as the plan was made from it */
  constructor(
    private readonly request: ReplicationRequest,
    private readonly plan: Plan,
    private readonly source: DatasetTree["datasets"],
    private readonly host: (id: string) => Host,
    /** Of the run. */
    private readonly cancel: AbortSignal,
  ) {}

  /** One round trip; another to the source where snapshots that were to come between are missing. @returns undefined where nobody could look */
  async look(): Promise<readonly Arrival[] | undefined> {
    const { request, plan } = this;
    // a cancelled run is read back, too: what was kept is part of what is said at its end
    this.datasets = await this.listed(request.target);
    this.targets = targetStates(plan.goals, this.datasets);
    if (!this.datasets) return undefined;
    const found = arrivals(plan, this.source, this.datasets);
    if (!found.some(({ verified, missing }) => verified && missing.length > 0)) return found;
    // what somebody has destroyed on the source meanwhile was not to come any more
    const here = await this.listed(request.source);
    if (!here) return found;
    const still = new Set([...here.values()].flatMap(({ snapshots }) => snapshots.map(({ guid }) => guid)));
    return found.map((one) => ({ ...one, missing: one.missing.filter(({ guid }) => still.has(guid)) }));
  }

  private listed({ host, dataset }: ReplicationRequest["target"]): Promise<DatasetTree["datasets"] | undefined> {
    const { recursive } = this.request;
    const object = formatPlace(host, dataset);
    return lastLook(this.cancel, object, (signal) =>
      observeDatasets(this.host(host), dataset, { recursive, signal }),
    ).catch((error: unknown) => {
      this.failures.push(ZfsrError.from(error, object));
      return undefined;
    });
  }
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
