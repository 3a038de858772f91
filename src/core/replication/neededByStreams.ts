import { isTransfer, type Step } from "../plan/step";
import { isWhole } from "../plan/streamsInto";
import type { Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, isWithin, shortNameOf, type SnapshotName } from "../zfs/names";
import type { DatasetTree } from "../zfs/tree";
import type { Observed } from "./observed";

/**
 * What each dataset's streams cannot do without until they have arrived: the base that they begin from, what comes first
 * where they begin without one, and of a partial receive that goes on both ends. Without it on the source, a cut stream
 * could not go on, and other targets could not tell from where on this one lacks what there is.
 */
export function neededByStreams(
  source: DatasetTree,
  tokens: Observed["tokens"],
  steps: readonly Step[],
): ReadonlyMap<DatasetName, readonly SnapshotName[]> {
  const needed = new Map<DatasetName, readonly SnapshotName[]>();
  for (const step of steps) {
    if (!isTransfer(step) || step.host !== source.host || needed.has(step.dataset)) continue;
    const { from } = step;
    const whole: boolean = isWhole(step);
    const own = source.datasets.get(step.dataset);
    const carried = whole
      ? [...source.datasets.values()].filter(({ dataset }) => isWithin(dataset.name, step.dataset))
      : own
        ? [own]
        : [];
    for (const { dataset, snapshots } of carried) {
      const named = (name: string | undefined): Snapshot[] =>
        name === undefined ? [] : snapshots.filter((snapshot) => shortNameOf(snapshot.name) === shortNameOf(name));
      const base = from === undefined || from.includes("#") || datasetOf(from) !== step.dataset ? [] : named(from);
      const { fromguid } = (step.kind === "resume" && tokens.get(step.target.dataset)) || {};
      const before = snapshots.filter(({ guid }) => guid === fromguid);
      const first = whole ? snapshots.slice(0, 1) : named(step.to);
      const bases = step.kind === "resume" ? [...before, ...first] : base.length > 0 ? base : first;
      needed.set(
        dataset.name,
        bases.map(({ name }) => name),
      );
    }
  }
  return needed;
}
