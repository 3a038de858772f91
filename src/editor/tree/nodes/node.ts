import type { ZfsrError } from "../../../core/base/errors";
import type { Bookmark, Snapshot } from "../../../core/zfs/model";
import type { DatasetName } from "../../../core/zfs/names";

interface NodeBase {
  /** Stable while the thing is the same: made of the host and guids, never of what changes. */
  readonly id: string;
  readonly host: string;
}

export interface HostNode extends NodeBase {
  readonly kind: "host";
}

/** A pool and its root dataset in one. */
export interface PoolNode extends NodeBase {
  readonly kind: "pool";
  readonly dataset: DatasetName;
}

export interface DatasetNode extends NodeBase {
  readonly kind: "dataset";
  readonly dataset: DatasetName;
}

/** The folder of a dataset's snapshots and bookmarks; they are listed when it is opened. */
export interface SnapshotsNode extends NodeBase {
  readonly kind: "snapshots";
  readonly dataset: DatasetName;
}

/** Some of a dataset's snapshots: those of a month, of a day, or of one way of naming. */
export interface GroupNode extends NodeBase {
  readonly kind: "group";
  readonly dataset: DatasetName;
  readonly by: "month" | "day" | "name";
  /** `2026-11`, `2026-11-23`, `autosnap_…_hourly` */
  readonly key: string;
  /** The month above a day, where months are shown. */
  readonly month: string | undefined;
}

export interface SnapshotNode extends NodeBase {
  readonly kind: "snapshot";
  readonly dataset: DatasetName;
  readonly item: Snapshot;
}

export interface BookmarkNode extends NodeBase {
  readonly kind: "bookmark";
  readonly dataset: DatasetName;
  readonly item: Bookmark;
}

/** The last one of a page: it stands for those that are not shown yet. */
export interface MoreNode extends NodeBase {
  readonly kind: "more";
  readonly dataset: DatasetName;
  /** The id of the node whose children they are. */
  readonly list: string;
  readonly shown: number;
  readonly total: number;
}

/** Why a host or a list could not be seen. */
export interface FailureNode extends NodeBase {
  readonly kind: "failure";
  /** Undefined for the whole host. */
  readonly dataset: DatasetName | undefined;
  readonly error: ZfsrError;
}

/** There is nothing to show, or nothing yet, which is worth saying. */
export interface NoteNode extends NodeBase {
  readonly kind: "note";
  readonly text: string;
  /** The host has been asked; what it says takes the place of the note. */
  readonly waiting: boolean;
}

export type TreeNode =
  | HostNode
  | PoolNode
  | DatasetNode
  | SnapshotsNode
  | GroupNode
  | SnapshotNode
  | BookmarkNode
  | MoreNode
  | FailureNode
  | NoteNode;

/** Nodes that stand for a dataset. */
export type DatasetLike = PoolNode | DatasetNode;

export function isDatasetLike(node: TreeNode | undefined): node is DatasetLike {
  return node?.kind === "pool" || node?.kind === "dataset";
}
