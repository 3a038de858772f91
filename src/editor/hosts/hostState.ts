import type { ZfsrError } from "../../core/base/errors";
import type { ConnectionFacts } from "../../core/hosts/host";
import type { Bookmark, Dataset, Pool, Snapshot, ZfsVersion } from "../../core/zfs/model";
import type { DatasetName } from "../../core/zfs/names";

/** What a host held when it was last looked at. */
export interface HostContents {
  readonly pools: readonly Pool[];
  /** Parents before their children, as zfs lists them. */
  readonly datasets: ReadonlyMap<DatasetName, Dataset>;
  /** Undefined where it could not be told. */
  readonly version: ZfsVersion | undefined;
  readonly facts: ConnectionFacts | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
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

/** Snapshots and bookmarks of one dataset, newest first. */
export type SnapshotsState =
  | { readonly kind: "idle" }
  | { readonly kind: "ready"; readonly items: readonly (Snapshot | Bookmark)[] }
  | { readonly kind: "failed"; readonly error: ZfsrError };
