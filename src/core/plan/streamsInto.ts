import { groupBy } from "../base/groupBy";
import { isWithin } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { Goal } from "./plan";
import { isTransfer, type Step, type TransferStep } from "./step";

/** Tells whether a stream carries all that lies below its dataset, too. */
export function isWhole(step: Step): step is TransferStep {
  return isTransfer(step) && step.argv.includes("-R");
}

/** By goal, the streams among `steps` that go into its dataset, in their order: into it alone, or with a whole tree. */
export function streamsInto(steps: readonly Step[]): (goal: Goal) => readonly TransferStep[] {
  const streams = steps.filter(isTransfer);
  const whole = new Set(streams.filter(isWhole));
  const single = groupBy(
    streams.filter((step) => !whole.has(step)),
    ({ target }) => formatPlace(target.host, target.dataset),
  );
  return ({ host, dataset }) => [
    ...[...whole].filter(({ target }) => target.host === host && isWithin(dataset, target.dataset)),
    ...(single.get(formatPlace(host, dataset)) ?? []),
  ];
}
