import { defaultReceive, defaultSend, type ReplicationRequest } from "../../core/replication/request";
import { type DatasetRef, placeOf } from "../hosts/datasetRef";

/** The request for what a person chose, as the command line would read it. */
export function requestOf(
  source: DatasetRef & { readonly snapshot?: string | undefined },
  target: DatasetRef,
  options: { readonly recursive: boolean },
): ReplicationRequest {
  return {
    job: placeOf(target).replace(/[^A-Za-z0-9_.:/-]/g, "_"),
    source: { host: source.host, dataset: source.dataset, snapshot: source.snapshot },
    target: { host: target.host, dataset: target.dataset },
    recursive: options.recursive,
    send: defaultSend,
    receive: defaultReceive,
    hold: true,
  };
}
