import type { Step } from "../plan/step";
import { isWhole } from "../plan/streamsInto";
import { type DatasetName, isWithin } from "../zfs/names";

/**
 * By dataset of the source, the last step that has to do with it: what must have succeeded before anything of it is let go.
 * What stands before a stream that carries it is never that, such as a bookmark of it; nor is what is done to a dataset of
 * the target that is called like it.
 * @param source the source's host
 */
export function lastSteps(steps: readonly Step[], source: string): (dataset: DatasetName) => string | undefined {
  const start = steps.findIndex(isWhole);
  const whole = steps[start];
  const own = (whole ? steps.slice(start) : steps).filter(({ host }) => host === source);
  const last = new Map(own.map((step) => [step.dataset, step.id]));
  return (dataset) => last.get(dataset) ?? (whole && isWithin(dataset, whole.dataset) ? whole.id : undefined);
}
