import { ZfsrError } from "../../core/base/errors";
import type { ReplicationRequest } from "../../core/replication/request";
import { readJournal } from "../../core/runs/journal";
import { listRuns, type RunId, runsFolder } from "../../core/runs/runDirectory";
import { isWithin } from "../../core/zfs/names";
import { parseDatasetPlace } from "../../core/zfs/place";
import type { TransportChoice } from "../../core/runs/transport";
import type { Environment } from "../environment";
import { replicateRequest, requestFor } from "./replicate";

export interface ResumeOptions {
  /** `host:dataset` it comes from; found in the journals when left out. */
  readonly from: string | undefined;
  readonly transport: TransportChoice;
  readonly detach: boolean;
  readonly run: RunId | undefined;
}

/** `zfsr resume PLACE`: goes on with what was partially received there, and with what is to follow it. */
export async function resume(place: string, options: ResumeOptions, environment: Environment): Promise<number> {
  const request =
    options.from === undefined
      ? await lastRequest(place, environment)
      : requestFor(options.from, place, {
          recursive: false,
          raw: undefined,
          intermediates: true,
          hold: true,
          transport: options.transport,
        });
  return replicateRequest(request, { ...options, snapshot: undefined }, environment);
}

/** What the newest run that wrote to this place was asked for. @throws ZfsrError usage when none is kept */
async function lastRequest(place: string, environment: Environment): Promise<ReplicationRequest> {
  const { host, dataset } = parseDatasetPlace(place);
  for (const files of await listRuns(runsFolder(environment.env))) {
    const events = await readJournal(files).catch(() => []);
    for (const event of events) {
      if (event.type !== "run-started" || event.request?.target.host !== host) continue;
      if (isWithin(dataset, event.request.target.dataset)) return event.request;
    }
  }
  throw new ZfsrError({
    reason: "usage",
    object: place,
    because: "no journal tells where it comes from",
    nextStep: `say it: zfsr resume ${place} --from HOST:DATASET`,
  });
}
