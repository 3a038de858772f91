import type { DatasetName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { defaultReceive, defaultSend, type ReplicationRequest } from "./request";

export interface PairOptions {
  readonly recursive: boolean;
  /** Undefined: raw where the source is encrypted. */
  readonly raw?: boolean | undefined;
  /** Default: true. */
  readonly intermediates?: boolean;
  /** Default: true. */
  readonly hold?: boolean;
}

/** The request for one pair without a job file. Its job is named after the target, so that its holds are found again. */
export function pairRequest(
  source: { readonly host: string; readonly dataset: DatasetName; readonly snapshot?: string | undefined },
  target: { readonly host: string; readonly dataset: DatasetName },
  options: PairOptions,
): ReplicationRequest {
  return {
    job: formatPlace(target.host, target.dataset),
    source: { host: source.host, dataset: source.dataset, snapshot: source.snapshot },
    target: { host: target.host, dataset: target.dataset },
    recursive: options.recursive,
    send: { ...defaultSend, raw: options.raw ?? "auto", intermediates: options.intermediates ?? true },
    receive: defaultReceive,
    hold: options.hold ?? true,
  };
}
