import type { DatasetName, Guid } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";
import { isAside } from "./diverged";

/**
 * Finds datasets that were renamed on the source: by a snapshot that an orphan of the target has, too.
 * @param orphans datasets of the target whose names the source does not have (any more)
 * @returns for a dataset of the source, what it is called on the target
 */
export function formerNames(orphans: readonly DatasetState[]): (source: DatasetState) => DatasetName | undefined {
  const owner = new Map<Guid, DatasetName>();
  for (const { dataset, snapshots } of orphans) {
    // what was put aside on purpose is to be received anew
    if (isAside(dataset.name)) continue;
    for (const snapshot of snapshots) owner.set(snapshot.guid, dataset.name);
  }
  return (source) => {
    if (owner.size === 0) return undefined;
    const known = source.snapshots.findLast((snapshot) => owner.has(snapshot.guid));
    return known && owner.get(known.guid);
  };
}
