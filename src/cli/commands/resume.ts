import { ZfsrError } from "../../core/base/errors";
import { run as ask } from "../../core/hosts/run";
import { lastRequest } from "../../core/runs/lastRequest";
import { type RunId, runsFolder } from "../../core/runs/runDirectory";
import type { TransportChoice } from "../../core/runs/transport";
import { listDatasets } from "../../core/zfs/commands/listDatasets";
import { parseDatasetPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { replicateRequest, requestFor } from "./replicate";

export interface ResumeOptions {
  /** `host:dataset` it comes from; found in the journals when left out. */
  readonly from: string | undefined;
  readonly transport: TransportChoice;
  readonly detach: boolean;
  readonly run: RunId | undefined;
}

/**
 * `zfsr resume PLACE`: goes on with what was partially received there, and with what is to follow it. Where nothing was,
 * nothing is started. @throws ZfsrError usage
 */
export async function resume(place: string, options: ResumeOptions, environment: Environment): Promise<number> {
  const { host, dataset } = parseDatasetPlace(place);
  const request =
    options.from === undefined
      ? await lastRequest(runsFolder(environment.env), { host, dataset })
      : requestFor(options.from, place, { recursive: false });
  // a detached run was looked at by the one who started it
  if (options.run === undefined) {
    const listing = listDatasets(dataset, request.recursive ? {} : { depth: 0 });
    const found = await ask(environment.host(host), listing, { signal: environment.cancel.signal });
    if (!found.some((entry) => entry.receiveResumeToken !== undefined)) {
      throw new ZfsrError({
        reason: "usage",
        object: place,
        because: "nothing is partially received there, so there is nothing to resume",
        nextStep: "bring it up to date with zfsr replicate",
      });
    }
  }
  return replicateRequest(request, { ...options, snapshot: undefined }, environment);
}
