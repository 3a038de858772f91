import { defaultRequest, type ReplicationRequest, type Selection } from "../../core/replication/request";
import { type DatasetPlace, formatPlace } from "../../core/zfs/place";

/** What is compared with what. */
export interface VerifyPair {
  readonly source: DatasetPlace;
  readonly target: DatasetPlace;
  readonly recursive: boolean;
  /** What a job leaves out is not missed on its target. */
  readonly select: Selection;
}

/** Two trees as they are. */
export function wholePair(source: DatasetPlace, target: DatasetPlace): VerifyPair {
  return { source, target, recursive: true, select: defaultRequest.select };
}

/** What a replication promises. */
export function pairOf({ source, target, recursive, select }: ReplicationRequest): VerifyPair {
  return { source: { host: source.host, dataset: source.dataset }, target, recursive, select };
}

/** `alpha:tank/demo with beta:backup/demo` */
export function pairName({ source, target }: Pick<VerifyPair, "source" | "target">): string {
  return `${formatPlace(source.host, source.dataset)} with ${formatPlace(target.host, target.dataset)}`;
}
