import { isTransfer, type Step, type TransferStep } from "../plan/step";
import { type DatasetName, isWithin } from "../zfs/names";

/** Tells whether a stream carries all that lies below its dataset, too. */
export function isWhole(step: Step): step is TransferStep {
  return isTransfer(step) && step.argv.includes("-R");
}

/** By dataset of the source, the last step that has to do with it: what must have succeeded before anything of it is let go. */
export function lastSteps(steps: readonly Step[]): (dataset: DatasetName) => string | undefined {
  const last = new Map(steps.map((step) => [step.dataset, step.id]));
  const whole = steps.find(isWhole);
  return (dataset) => last.get(dataset) ?? (whole && isWithin(dataset, whole.dataset) ? whole.id : undefined);
}
