import type { BookmarkName, DatasetName, PoolName, SnapshotName } from "../zfs/names";

/** `name=value`, as `zfs set` and `-o` take it. */
export interface PropertySetting {
  readonly name: string;
  readonly value: string;
}

/** Whom a delegation is for; `everyone` has no name. */
export interface Delegate {
  readonly kind: "user" | "group" | "everyone";
  readonly name?: string;
}

interface On {
  readonly host: string;
}

/** Takes one snapshot of several subtrees of one pool, all in one transaction group. */
export interface SnapshotRequest extends On {
  readonly verb: "snapshot";
  readonly datasets: readonly [DatasetName, ...DatasetName[]];
  /** What stands behind `@`. */
  readonly name: string;
  /** Everything below them, too. */
  readonly recursive: boolean;
  /** User properties, `-o`. */
  readonly properties: readonly PropertySetting[];
}

/** Puts a hold on snapshots, or takes it away. */
export interface HoldRequest extends On {
  readonly verb: "hold" | "release";
  readonly tag: string;
  readonly snapshots: readonly SnapshotName[];
  /** The snapshots of the same name below, too. */
  readonly recursive: boolean;
}

export interface BookmarkRequest extends On {
  readonly verb: "bookmark";
  readonly snapshot: SnapshotName;
  /** What stands behind `#`. */
  readonly name: string;
}

/** Destroys snapshots of one dataset. */
export interface DestroySnapshotsRequest extends On {
  readonly verb: "destroy-snapshots";
  readonly dataset: DatasetName;
  /** What stands behind `@`: names, and ranges with `%`, by commas, as zfs-destroy(8) has it. */
  readonly names: string;
  /** The snapshots of these names below, too. */
  readonly recursive: boolean;
  /** `-d`: what is held or cloned goes as soon as the last hold or clone has gone. */
  readonly defer: boolean;
}

export interface DestroyBookmarksRequest extends On {
  readonly verb: "destroy-bookmarks";
  readonly bookmarks: readonly BookmarkName[];
}

export interface DestroyDatasetRequest extends On {
  readonly verb: "destroy-dataset";
  readonly dataset: DatasetName;
  /** Everything below it, too: `-r`. */
  readonly recursive: boolean;
  /** Also the clones of what is destroyed, wherever in the pool they are: `-R`. */
  readonly clones: boolean;
  /** Unmounts what is in use: `-f`. */
  readonly force: boolean;
}

export interface RollbackRequest extends On {
  readonly verb: "rollback";
  readonly snapshot: SnapshotName;
  /** Everything below it to its snapshot of the same name, too. */
  readonly recursive: boolean;
  /** Also destroys the clones of the snapshots that go: `-R`. */
  readonly clones: boolean;
}

export interface CloneRequest extends On {
  readonly verb: "clone";
  readonly snapshot: SnapshotName;
  readonly target: DatasetName;
  readonly properties: readonly PropertySetting[];
  /** Makes the parents that are missing: `-p`. */
  readonly parents: boolean;
}

export interface DatasetRequest extends On {
  readonly verb: "promote" | "mount" | "load-key" | "unload-key";
  readonly dataset: DatasetName;
}

export interface UnmountRequest extends On {
  readonly verb: "unmount";
  readonly dataset: DatasetName;
  /** Also where files are open: `-f`. */
  readonly force: boolean;
}

export interface RenameRequest extends On {
  readonly verb: "rename";
  readonly dataset: DatasetName;
  readonly to: DatasetName;
  /** Makes the parents that are missing: `-p`. */
  readonly parents: boolean;
}

export interface RenameSnapshotRequest extends On {
  readonly verb: "rename-snapshot";
  readonly snapshot: SnapshotName;
  /** What will stand behind `@`. */
  readonly to: string;
  /** The snapshots of the same name below, too. */
  readonly recursive: boolean;
}

export interface SetRequest extends On {
  readonly verb: "set";
  readonly object: DatasetName | SnapshotName;
  readonly properties: readonly PropertySetting[];
}

export interface InheritRequest extends On {
  readonly verb: "inherit";
  readonly object: DatasetName;
  readonly property: string;
  /** Everything below it, too: `-r`. */
  readonly recursive: boolean;
  /** Back to the received value, where there is one: `-S`. */
  readonly received: boolean;
}

export interface ScrubRequest extends On {
  readonly verb: "scrub";
  readonly pool: PoolName;
  readonly action: "start" | "pause" | "stop";
}

/** Writes a stream to a file of the host that has the snapshot. */
export interface SendToFileRequest extends On {
  readonly verb: "send";
  readonly snapshot: SnapshotName;
  /** An absolute path on that host; it must not exist yet. */
  readonly file: string;
  /** The base of an increment, a snapshot or bookmark of the same dataset. */
  readonly from: SnapshotName | BookmarkName | undefined;
  /** `auto`: raw where the dataset is encrypted. */
  readonly raw: "auto" | boolean;
}

/** Receives a stream from a file of the host that has the target. */
export interface ReceiveFromFileRequest extends On {
  readonly verb: "receive";
  readonly dataset: DatasetName;
  readonly file: string;
}

export interface AllowRequest extends On {
  readonly verb: "allow" | "unallow";
  readonly dataset: DatasetName;
  readonly delegate: Delegate;
  /** `send,hold,@set`, as zfs-allow(8) has them. */
  readonly permissions: string;
}

/** Gives up what a partial receive has saved. */
export interface AbortRequest extends On {
  readonly verb: "abort";
  readonly dataset: DatasetName;
}

/** One thing that a person wants done to one host, in zfs(8)'s own verbs. A planner makes its Plan. */
export type AdministrationRequest =
  | SnapshotRequest
  | HoldRequest
  | BookmarkRequest
  | DestroySnapshotsRequest
  | DestroyBookmarksRequest
  | DestroyDatasetRequest
  | RollbackRequest
  | CloneRequest
  | DatasetRequest
  | UnmountRequest
  | RenameRequest
  | RenameSnapshotRequest
  | SetRequest
  | InheritRequest
  | ScrubRequest
  | SendToFileRequest
  | ReceiveFromFileRequest
  | AllowRequest
  | AbortRequest;
