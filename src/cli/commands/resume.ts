import { lastRequest } from "../../core/runs/lastRequest";
import { type RunId, runsFolder } from "../../core/runs/runDirectory";
import type { TransportChoice } from "../../core/runs/transport";
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

/** `zfsr resume PLACE`: goes on with what was partially received there, and with what is to follow it. */
export async function resume(place: string, options: ResumeOptions, environment: Environment): Promise<number> {
  const request =
    options.from === undefined
      ? await lastRequest(runsFolder(environment.env), parseDatasetPlace(place))
      : requestFor(options.from, place, { recursive: false });
  return replicateRequest(request, { ...options, snapshot: undefined }, environment);
}
