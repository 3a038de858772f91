import type { BookmarkName, DatasetName, Guid, PoolName, SnapshotName } from "./names";

/** A pool as `zpool list` shows it. Sizes in bytes. */
export interface Pool {
  readonly name: PoolName;
  readonly guid: Guid;
  readonly size: number;
  readonly allocated: number;
  readonly free: number;
  /** Percent of the size that is allocated. */
  readonly capacity: number;
  /** Percent; undefined where the pool does not tell. */
  readonly fragmentation: number | undefined;
  /** `ONLINE`, `DEGRADED`, `FAULTED`, `SUSPENDED`, … */
  readonly health: string;
  readonly readonly: boolean;
}

/** A scrub or resilver as `zpool status` tells it. */
export interface PoolScan {
  readonly kind: "scrub" | "resilver";
  readonly state: "running" | "paused" | "finished" | "canceled";
  /** Of a scan that has not ended. */
  readonly percent: number | undefined;
  /** The words of zpool(8), in one line. */
  readonly text: string;
}

/** A device or group of devices that is not well. */
export interface PoolDevice {
  readonly name: string;
  /** `ONLINE`, `DEGRADED`, `FAULTED`, `OFFLINE`, `UNAVAIL`, `REMOVED` */
  readonly state: string;
  /** Errors counted since the last `zpool clear`. */
  readonly read: number;
  readonly write: number;
  readonly checksum: number;
  /** What zpool(8) says behind them: `external device fault`; empty for nothing. */
  readonly note: string;
}

/** What `zpool status` says of a pool. */
export interface PoolStatus {
  readonly name: PoolName;
  readonly state: string;
  /** What is wrong, and what to do, in the words of zpool(8); undefined when all is well. */
  readonly status: string | undefined;
  readonly action: string | undefined;
  readonly scan: PoolScan | undefined;
  /** Files and objects with damaged data; undefined where it could not be told. */
  readonly dataErrors: number | undefined;
  readonly devices: readonly PoolDevice[];
}

export type DatasetType = "filesystem" | "volume";

/** A filesystem or volume with the properties that replication goes by. Sizes in bytes. */
export interface Dataset {
  readonly name: DatasetName;
  readonly type: DatasetType;
  readonly guid: Guid;
  /** The pool's transaction group in which it was made: the order of things in one pool. */
  readonly createtxg: number;
  /** Milliseconds since 1970, by the clock of the host where it was first made. */
  readonly creation: number;
  readonly used: number;
  readonly available: number;
  readonly referenced: number;
  /** Bytes written since the newest snapshot. */
  readonly written: number;
  /** The snapshot that this is a clone of. */
  readonly origin: SnapshotName | undefined;
  /** `off`, `aes-256-gcm`, … */
  readonly encryption: string;
  readonly encryptionroot: DatasetName | undefined;
  readonly keystatus: "none" | "available" | "unavailable";
  readonly readonly: boolean;
  readonly mounted: boolean;
  /** Where a partial receive can go on from; undefined where none is saved. */
  readonly receiveResumeToken: string | undefined;
}

export interface Snapshot {
  readonly kind: "snapshot";
  readonly name: SnapshotName;
  /** Stays the same when it is sent elsewhere: the identity of what it holds. */
  readonly guid: Guid;
  /** Of the pool it is in: it orders the snapshots of one dataset, and differs on every pool. */
  readonly createtxg: number;
  /** Milliseconds since 1970. */
  readonly creation: number;
  readonly used: number;
  readonly referenced: number;
  /** How many holds it has. */
  readonly userrefs: number;
}

export interface Bookmark {
  readonly kind: "bookmark";
  readonly name: BookmarkName;
  /** The guid of the snapshot it was made of. */
  readonly guid: Guid;
  readonly createtxg: number;
  readonly creation: number;
}

export interface Hold {
  readonly snapshot: SnapshotName;
  readonly tag: string;
  /** As zfs(8) prints it; it has no time zone and is only shown. */
  readonly timestamp: string;
}

/** One property of one dataset as `zfs get` shows it. */
export interface Property {
  readonly name: string;
  readonly property: string;
  readonly value: string;
  /** `local`, `default`, `inherited from tank`, `received`, `temporary`, `-`. */
  readonly source: string;
}

/** Userland and kernel module, as `zfs version` prints them. */
export interface ZfsVersion {
  readonly userland: string;
  /** Undefined when the module is not loaded. */
  readonly kernel: string | undefined;
}
