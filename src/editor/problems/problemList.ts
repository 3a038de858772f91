import type { RunId } from "../../core/runs/runDirectory";
import type { RunState } from "../../core/runs/runState";
import { isWithin } from "../../core/zfs/names";
import { formatPlace } from "../../core/zfs/place";
import { datasetOf } from "./datasetOf";
import type { Mark } from "../../core/runs/runText";

/** The marks of one run, and what it was to write to. */
export interface RunProblems {
  readonly run: RunId;
  /** `beta:backup/demo` */
  readonly target: string | undefined;
  /** It was a replication, which can be run again as it was asked for. */
  readonly again: boolean;
  readonly marks: readonly Mark[];
}

/** Where a run writes to: its request's target, or what the first step of its plan changes. */
export function targetOf(state: RunState): string | undefined {
  if (state.request) return formatPlace(state.request.target.host, state.request.target.dataset);
  const step = state.plans[0]?.steps[0];
  return step && formatPlace(step.host, step.dataset);
}

/**
 * What is left of the problems once a run has ended well: those of its target, and of all below it, are solved.
 * @returns only the entries that changed; one without marks is to be cleared
 */
export function solvedBy(done: string, problems: readonly RunProblems[]): RunProblems[] {
  const within = (place: string | undefined): boolean => {
    const dataset = place === undefined ? undefined : datasetOf(place);
    return dataset !== undefined && isWithin(dataset, done);
  };
  return problems.flatMap((entry) => {
    const marks = within(entry.target) ? [] : entry.marks.filter((mark) => !within(mark.object));
    return marks.length === entry.marks.length ? [] : [{ ...entry, marks }];
  });
}
