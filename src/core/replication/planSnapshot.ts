import type { Plan } from "../plan/plan";
import { type DatasetName, type SnapshotName, snapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";

export interface SnapshotRequest {
  readonly host: string;
  readonly dataset: DatasetName;
  /** What stands behind `@`. */
  readonly name: string;
  /** Everything below too, all in one transaction group. */
  readonly recursive: boolean;
}

/** Takes one snapshot, or an atomic one of a whole tree. @throws ZfsrError invalid-name */
export function planSnapshot(request: SnapshotRequest): Plan {
  const name: SnapshotName = snapshotName(request.dataset, request.name);
  return {
    version: 1,
    title: `snapshot ${formatPlace(request.host, name)}`,
    steps: [
      {
        id: `snapshot:${name}`,
        kind: "snapshot",
        host: request.host,
        dataset: request.dataset,
        argv: ["zfs", "snapshot", ...(request.recursive ? ["-r"] : []), name],
        destroys: [],
        needs: [],
        reason: request.recursive ? "one moment of the dataset and all below it" : "one moment of the dataset",
      },
    ],
    goals: [],
    warnings: [],
  };
}
