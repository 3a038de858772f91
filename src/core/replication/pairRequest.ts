import type { DatasetName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { defaultRequest, type ReplicationRequest } from "./request";

/** What may be said of a pair: everything but the places, and its job. */
export type PairOptions = Partial<Omit<ReplicationRequest, "job" | "source" | "target">>;

/** The request for one pair without a job file. Its job is named after the target, so that its holds are found again. */
export function pairRequest(
  source: { readonly host: string; readonly dataset: DatasetName; readonly snapshot?: string | undefined },
  target: { readonly host: string; readonly dataset: DatasetName },
  options: PairOptions,
): ReplicationRequest {
  return {
    ...defaultRequest,
    ...options,
    job: formatPlace(target.host, target.dataset),
    source: { host: source.host, dataset: source.dataset, snapshot: source.snapshot },
    target: { host: target.host, dataset: target.dataset },
  };
}
