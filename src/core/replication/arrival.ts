import type { Goal, Plan } from "../plan/plan";
import { isTransfer, type Step, type TransferStep } from "../plan/step";
import { isWhole, streamsInto } from "../plan/streamsInto";
import type { Snapshot } from "../zfs/model";
import { shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import { missingSnapshots } from "./increments";

/** What there is of a goal, by what was read back. */
export interface Arrival {
  readonly goal: Goal;
  /** Undefined where the target has no snapshot. */
  readonly newest: Snapshot | undefined;
  /** The newest has the guid that was promised. */
  readonly verified: boolean;
  /** Snapshots of the source that a stream of the plan was to bring along, and that are not there. */
  readonly missing: readonly Snapshot[];
}

/**
 * Compares what a plan promises with what is on its target, by guid: the newest snapshot of each goal, and all that its
 * streams were to bring on the way to it.
 * @param source as it was planned from @param target as it is now
 */
export function arrivals(
  { goals, steps }: Pick<Plan, "goals" | "steps">,
  source: DatasetTree["datasets"],
  target: DatasetTree["datasets"],
): Arrival[] {
  const streamsOf = streamsInto(steps);
  return goals.map((goal) => {
    const there = target.get(goal.dataset)?.snapshots ?? [];
    const guids = new Set(there.map(({ guid }) => guid));
    const newest = there.at(-1);
    const state = source.get(goal.source.dataset);
    const brought = state ? streamsOf(goal).flatMap((step) => broughtBy(step, state)) : [];
    return {
      goal,
      newest,
      verified: newest !== undefined && newest.guid === goal.newest.guid,
      missing: brought.filter(({ guid }) => !guids.has(guid)),
    };
  });
}

/** The snapshots of one dataset of the source that a stream brings, as `zfs send` chooses them. */
function broughtBy(step: TransferStep, { snapshots }: DatasetState): readonly Snapshot[] {
  const last = snapshots.find(({ name }) => shortNameOf(name) === shortNameOf(step.to));
  if (!last) return [];
  // only a stream of a whole tree has more than one snapshot without a base
  if (!step.argv.includes("-I") && (!isWhole(step) || step.from !== undefined)) return [last];
  const { from } = step;
  const base = from === undefined ? undefined : snapshots.find(({ name }) => shortNameOf(name) === shortNameOf(from));
  if (from !== undefined && !base) return [last];
  return missingSnapshots(
    base,
    snapshots.filter(({ createtxg }) => createtxg <= last.createtxg),
  );
}

/** The steps of a plan before and after what its streams bring is read back. */
export interface Phases {
  readonly before: readonly Step[];
  /** What lets go of something on the ground that its successor has arrived, and what waits for that. */
  readonly after: readonly Step[];
}

/**
 * Releases and destroys come last, unless a stream needs them: what they let go of may be the last there is. So does a
 * bookmark that waits for a stream: it says what has arrived.
 */
export function phasesOf({ goals, steps }: Pick<Plan, "goals" | "steps">): Phases {
  if (goals.length === 0) return { before: steps, after: [] };
  const byId = new Map(steps.map((step) => [step.id, step]));
  const needed = new Set<string>();
  const need = (ids: readonly string[]): void => {
    for (const id of ids) {
      if (needed.has(id)) continue;
      needed.add(id);
      need(byId.get(id)?.needs ?? []);
    }
  };
  for (const step of steps) if (isTransfer(step)) need(step.needs);
  const late = new Set<string>();
  for (const { id, kind, needs } of steps) {
    const letsGo = kind === "release" || kind === "destroy" || (kind === "bookmark" && needs.length > 0);
    if (!needed.has(id) && (letsGo || needs.some((other) => late.has(other)))) late.add(id);
  }
  return { before: steps.filter(({ id }) => !late.has(id)), after: steps.filter(({ id }) => late.has(id)) };
}

/**
 * Tells whether a step may let go of something: what it rests on has arrived, with all that was to come before it. What is
 * for a dataset that no goal is about waits for all of them.
 * @param arrived undefined where nobody could look
 */
export function mayLetGo(arrived: readonly Arrival[] | undefined): (step: Step) => boolean {
  if (!arrived) return () => false;
  const by = new Map<string, boolean>();
  for (const { goal, verified, missing } of arrived)
    for (const { host, dataset } of [goal, goal.source]) {
      const place = formatPlace(host, dataset);
      by.set(place, (by.get(place) ?? true) && verified && missing.length === 0);
    }
  const all = [...by.values()].every((has) => has);
  return ({ host, dataset }) => by.get(formatPlace(host, dataset)) ?? all;
}

/** Whether what a stream ends with is there. */
export function hasArrived({ target, expected }: TransferStep, datasets: DatasetTree["datasets"]): boolean {
  return datasets.get(target.dataset)?.snapshots.some(({ guid }) => guid === expected.guid) ?? false;
}
