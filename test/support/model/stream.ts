import type { DatasetType } from "../../../src/core/zfs/model";
import type { ModelSnapshot, PartialReceive } from "./datasets";

/** One snapshot in a stream. */
export interface StreamPart {
  /** Where its dataset lies below the one that was sent: empty for that one itself. */
  readonly below: string;
  readonly type: DatasetType;
  readonly encryption: string;
  readonly fromguid: bigint | undefined;
  readonly snapshot: ModelSnapshot;
  readonly toname: string;
}

/** One stream as it travels: a snapshot after the other. */
export interface Stream {
  readonly raw: boolean;
  /** A package of `zfs send -R`. */
  readonly whole: boolean;
  readonly resumed: PartialReceive | undefined;
  readonly parts: readonly StreamPart[];
}
