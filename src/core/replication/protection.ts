import type { Goal } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import type { DatasetName } from "../zfs/names";
import type { DatasetTree } from "../zfs/tree";
import type { Lacking } from "./lacking";
import type { lastSteps } from "./lastSteps";

/** What is known of the source where its bases are to be protected. */
export interface Known {
  readonly source: DatasetTree;
  /** Those whose dataset is on the source. */
  readonly goals: readonly Goal[];
  /** What targets lack and no stream brings: the marks that tell of it stay. */
  readonly lacking: ReadonlyMap<DatasetName, Lacking>;
  /** By dataset of the source: the last step that has to be through before anything of it is let go. */
  readonly lastOf: ReturnType<typeof lastSteps>;
}

/** The steps that protect what the next run starts from, and those that let go of what came before it. */
export interface Protection {
  readonly before: readonly CommandStep[];
  readonly after: readonly CommandStep[];
  /** The steps that protect a dataset of the source. */
  readonly by: ReadonlyMap<DatasetName, readonly string[]>;
}

/** Nothing is protected. */
export const unprotected: Protection = { before: [], after: [], by: new Map() };

/** Tells whether the snapshot that a goal is to bring is on the source. */
export function isThere(source: DatasetTree, goal: Goal): boolean {
  const state = source.datasets.get(goal.source.dataset);
  // a name may have been given to another snapshot since
  return state?.snapshots.some(({ name, guid }) => name === goal.newest.name && guid === goal.newest.guid) ?? false;
}

/** Tells whether a hold or a bookmark of this job tells what a target lacks, so that it stays. @param mark what is held, or the bookmark */
export function isMark({ lacking }: Pick<Known, "lacking">, dataset: DatasetName, mark: string): boolean {
  return lacking.get(dataset)?.marks.has(mark) === true;
}
