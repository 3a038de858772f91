import type { LogFinding } from "../../diagnosis/scan/logFinding";
import type { Host } from "../../hosts/host";
import { datasetName, type DatasetName, datasetOf, poolOf, type PoolName, snapshotName } from "../../zfs/names";
import type { SnapshotName } from "../../zfs/names";

/** What of a finding remedies go by: what it is, and what its text named. */
export type Told = Pick<LogFinding, "id" | "category" | "parts" | "text">;

/** Where remedies look. */
export interface Scene {
  /** The host that the finding is about. */
  readonly host: Host;
  /** Where the data comes from, when the finding is about a target and somebody knows: what both share can then be told. */
  readonly source?: { readonly host: Host; readonly dataset: DatasetName } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The options of a command that is run for a remedy. */
export function optionsOf({ signal }: Scene): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

/** @throws ZfsrError invalid-name for what a text says that can be no dataset */
export function datasetIn({ parts }: Told): DatasetName | undefined {
  const name = parts.dataset ?? parts.snapshot ?? parts.bookmark;
  return name === undefined ? undefined : datasetName(datasetOf(name));
}

/** @throws ZfsrError invalid-name for what a text says that can be no snapshot */
export function snapshotIn({ parts }: Told): SnapshotName | undefined {
  const [dataset, short] = parts.snapshot?.split("@") ?? [];
  return dataset === undefined || dataset === "" || short === undefined ? undefined : snapshotName(dataset, short);
}

/** @throws ZfsrError invalid-name for what a text says that can be no pool */
export function poolIn(told: Told): PoolName | undefined {
  const name = told.parts.pool ?? datasetIn(told);
  return name === undefined ? undefined : poolOf(datasetName(name));
}
