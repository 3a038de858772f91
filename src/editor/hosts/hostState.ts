import type { ZfsrError } from "../../core/base/errors";
import type { ConnectionFacts } from "../../core/hosts/host";
import type { Dataset, Pool, PoolStatus, ZfsVersion } from "../../core/zfs/model";
import type { DatasetName, PoolName } from "../../core/zfs/names";
import type { SnapshotTable } from "../../core/zfs/snapshotTable";
import type { DatasetIndex } from "./datasetIndex";

/** What a host held when it was last looked at. */
export interface HostContents {
  readonly pools: readonly Pool[];
  /** What `zpool status` said; a pool is missing where that could not be asked. */
  readonly statuses: ReadonlyMap<PoolName, PoolStatus>;
  /** Parents before their children, as zfs lists them. */
  readonly datasets: ReadonlyMap<DatasetName, Dataset>;
  readonly index: DatasetIndex;
  /** Undefined where it could not be told. */
  readonly version: ZfsVersion | undefined;
  readonly facts: ConnectionFacts | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds that the host took to tell. */
  readonly took: number;
}

/** A host as the editor knows it. `loading` keeps what was known before. */
export type HostState =
  | { readonly kind: "idle" }
  | { readonly kind: "loading"; readonly contents: HostContents | undefined }
  | { readonly kind: "ready"; readonly contents: HostContents }
  | { readonly kind: "failed"; readonly error: ZfsrError };

/** The contents that can be shown now. */
export function contentsOf(state: HostState): HostContents | undefined {
  return state.kind === "ready" || state.kind === "loading" ? state.contents : undefined;
}

/** Snapshots and bookmarks of one dataset, newest first. `idle` keeps what was known before it was to be read again. */
export type SnapshotsState =
  | { readonly kind: "idle"; readonly before: SnapshotTable | undefined }
  | { readonly kind: "ready"; readonly list: SnapshotTable }
  | { readonly kind: "failed"; readonly error: ZfsrError };

/** The list that can be shown now; undefined while none was read, and where that failed. */
export function listOf(state: SnapshotsState): SnapshotTable | undefined {
  if (state.kind === "ready") return state.list;
  return state.kind === "idle" ? state.before : undefined;
}
