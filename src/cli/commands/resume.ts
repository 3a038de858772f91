import { defaultRequest, type ReplicationRequest } from "../../core/replication/request";
import { ZfsrError } from "../../core/base/errors";
import { run as ask } from "../../core/hosts/run";
import { lastRequest } from "../../core/runs/lastRequest";
import { type RunId, runsFolder } from "../../core/runs/runDirectory";
import type { TransferOptions } from "../../core/plan/transferOptions";
import { listDatasets } from "../../core/zfs/commands/listDatasets";
import { parseDatasetPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import type { WindowWord } from "../outsideWindow";
import { replicateRequest, requestFor } from "./replicate";

export interface ResumeOptions {
  /** `host:dataset` it comes from; found in the journals when left out. */
  readonly from: string | undefined;
  /** What was written of how streams travel; the rest is as it was asked for before, or usual. */
  readonly transfer: Partial<TransferOptions>;
  readonly detach: boolean;
  /** In place of the time window that was asked for before. */
  readonly window: WindowWord | undefined;
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
      : requestFor(options.from, place, { recursive: false, transfer: {} });
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
  // what is asked for here is that it goes on: nothing is rolled back, renamed or destroyed along with that
  const asked: ReplicationRequest = { ...request, onDiverged: "stop", keep: defaultRequest.keep };
  return replicateRequest(asked, { ...options, snapshot: undefined, yes: false }, environment);
}
