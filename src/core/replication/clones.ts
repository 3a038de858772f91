import type { Snapshot } from "../zfs/model";
import { datasetOf, type SnapshotName } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";
import { isRaw } from "./argv";
import type { Observed } from "./observed";
import type { Planning } from "./planning";

/** What a clone is received from: the snapshot on the source, and the same on the target. */
export interface Origin {
  readonly source: Snapshot;
  readonly target: SnapshotName;
  /** The step that brings it there; undefined where it is there. */
  readonly step: string | undefined;
}

/** The snapshot that a dataset is a clone of, where it was looked at. */
export function originSnapshot(
  { source: tree }: Observed,
  { dataset: { origin } }: DatasetState,
): Snapshot | undefined {
  if (origin === undefined) return undefined;
  return tree.datasets.get(datasetOf(origin))?.snapshots.find((candidate) => candidate.name === origin);
}

/**
 * The origin that a dataset can be received from as a clone: where its origin was looked at and is on the target, or
 * comes with this plan. Undefined for what is no clone, and for a clone that must be sent in full.
 */
export function originOf({ request, observed, delivered }: Planning, source: DatasetState): Origin | undefined {
  const { origin } = source.dataset;
  const owner = origin && observed.source.datasets.get(datasetOf(origin));
  const snapshot = originSnapshot(observed, source);
  const there = snapshot && delivered.get(snapshot.guid);
  if (!owner || !there || isRaw(owner.dataset, request.send) !== isRaw(source.dataset, request.send)) return undefined;
  // a raw stream cannot go on from what was received plain, nor a plain one from what was received raw
  const ground = observed.target.datasets.get(datasetOf(there.name))?.dataset;
  const encrypted = source.dataset.encryption !== "off";
  if (ground && encrypted && isRaw(source.dataset, request.send) !== (ground.encryption !== "off")) return undefined;
  return { source: snapshot, target: there.name, step: there.step };
}
