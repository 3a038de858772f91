import { isTransfer } from "../../core/plan/step";
import type { RunState } from "../../core/runs/runState";
import type { DatasetName } from "../../core/zfs/names";

/** What a run may have changed on one host. */
export interface Touched {
  readonly host: string;
  /** Their snapshots, and those below them. */
  readonly snapshots: ReadonlySet<DatasetName>;
  /** Datasets came, went or changed, not only snapshots and holds. */
  readonly datasets: boolean;
}

/** What is to be looked at again after a run: nothing that it did not touch. */
export function touchedBy(state: RunState): Touched[] {
  const hosts = new Map<string, { host: string; snapshots: Set<DatasetName>; datasets: boolean }>();
  const touch = (host: string, dataset: DatasetName, datasets: boolean): void => {
    const entry = hosts.get(host) ?? { host, snapshots: new Set(), datasets: false };
    entry.snapshots.add(dataset);
    entry.datasets ||= datasets;
    hosts.set(host, entry);
  };
  for (const step of state.plans.flatMap((plan) => plan.steps)) {
    if (isTransfer(step)) touch(step.target.host, step.target.dataset, true);
    else if (step.kind !== "hook")
      touch(step.host, step.dataset, !["snapshot", "hold", "release", "bookmark"].includes(step.kind));
  }
  return [...hosts.values()];
}
