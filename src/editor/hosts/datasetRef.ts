import type { DatasetName } from "../../core/zfs/names";
import { formatPlace } from "../../core/zfs/place";

/** A dataset of a host; nodes of the tree are such. */
export interface DatasetRef {
  readonly host: string;
  readonly dataset: DatasetName;
}

export function placeOf(ref: DatasetRef): string {
  return formatPlace(ref.host, ref.dataset);
}
