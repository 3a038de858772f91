import { ZfsrError } from "../base/errors";
import { observeTree } from "../hosts/observeTree";
import type { Host } from "../hosts/host";
import type { Goal } from "../plan/plan";
import { type DatasetName, isWithin } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetTree } from "../zfs/tree";
import type { TargetState } from "./events";

/**
 * Looks at the targets again and tells for each goal whether its newest snapshot is the one that was promised, by guid.
 * One round trip for each subtree that goals lie in. A target that cannot be looked at is not verified.
 */
export async function readBack(
  goals: readonly Goal[],
  host: (id: string) => Host,
  onError: (error: ZfsrError) => void,
  signal?: AbortSignal,
): Promise<TargetState[]> {
  const trees = new Map<string, DatasetTree>();
  for (const root of rootsOf(goals)) {
    const key = formatPlace(root.host, root.dataset);
    try {
      trees.set(
        key,
        await observeTree(host(root.host), root.dataset, { recursive: true, ...(signal ? { signal } : {}) }),
      );
    } catch (error) {
      onError(ZfsrError.from(error, key));
    }
  }
  return targetStates(goals, [...trees.values()]);
}

/** What the trees of targets, looked at before, say of each goal. */
export function targetStates(goals: readonly Goal[], trees: readonly DatasetTree[]): TargetState[] {
  return goals.map((goal) => {
    const tree = trees.find((candidate) => candidate.host === goal.host && isWithin(goal.dataset, candidate.root));
    return stateOf(goal, tree);
  });
}

function stateOf(goal: Goal, tree: DatasetTree | undefined): TargetState {
  const state = tree?.datasets.get(goal.dataset);
  const newest = state?.snapshots.at(-1);
  return {
    place: formatPlace(goal.host, goal.dataset),
    newest: newest && { name: newest.name, guid: newest.guid },
    verified: newest !== undefined && newest.guid === goal.newest.guid,
    partial: state?.dataset.receiveResumeToken !== undefined,
  };
}

/** The topmost datasets that hold all goals of each host. */
function rootsOf(goals: readonly Goal[]): { readonly host: string; readonly dataset: DatasetName }[] {
  const roots: { host: string; dataset: DatasetName }[] = [];
  const sorted = [...goals].sort((a, b) => a.dataset.length - b.dataset.length);
  for (const goal of sorted) {
    if (!roots.some((root) => root.host === goal.host && isWithin(goal.dataset, root.dataset)))
      roots.push({ host: goal.host, dataset: goal.dataset });
  }
  return roots;
}
