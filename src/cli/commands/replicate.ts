import { ZfsrError } from "../../core/base/errors";
import { renderScript } from "../../core/plan/renderScript";
import { renderText } from "../../core/plan/renderText";
import { bytesOf } from "../../core/plan/plan";
import { type PairOptions, pairRequest } from "../../core/replication/pairRequest";
import type { ReplicationRequest } from "../../core/replication/request";
import { planFor, replicate as runReplication } from "../../core/runs/replicate";
import { recordRun } from "../../core/runs/recordRun";
import { newRunId, runFiles, type RunId, runsFolder } from "../../core/runs/runDirectory";
import { snapshotTime } from "../../core/runs/snapshotTime";
import type { TransportChoice } from "../../core/runs/transport";
import { parseDatasetPlace } from "../../core/zfs/place";
import { detach } from "../detach";
import type { Environment } from "../environment";
import { exitCodeOf, exitCodeOfPlan } from "../exitCodes";
import { printJson, writeText } from "../output";
import { showEvents } from "../showEvents";

/** The options of `plan` and `replicate` that say what is to be replicated, and how. */
export interface PairWords extends PairOptions {
  readonly transport: TransportChoice;
}

export interface ReplicateOptions extends PairWords {
  /** `true` for the default prefix `rep_`; undefined takes none. */
  readonly snapshot: string | true | undefined;
  readonly detach: boolean;
  /** Given to a detached run by the one who started it. */
  readonly run: RunId | undefined;
}

/** Reads `SRC DST` and the options. @throws ZfsrError usage, invalid-name */
export function requestFor(source: string, target: string, options: PairOptions): ReplicationRequest {
  const from = parseDatasetPlace(source);
  const to = parseDatasetPlace(target);
  if (to.snapshot !== undefined) {
    throw new ZfsrError({
      reason: "usage",
      object: target,
      because: "a target is a dataset, not a snapshot",
      nextStep: `write ${to.host}:${to.dataset}`,
    });
  }
  return pairRequest(from, to, options);
}

/** `zfsr plan SRC DST`: the plan and nothing else. */
export async function plan(
  source: string,
  target: string,
  options: PairWords & { readonly script: boolean },
  environment: Environment,
): Promise<number> {
  const made = await planFor(requestFor(source, target, options), environment.host, environment.cancel.signal);
  if (environment.options.json) printJson(environment, { ...made, bytes: bytesOf(made) ?? null });
  else writeText(environment.stdout, options.script ? renderScript(made) : renderText(made));
  return exitCodeOfPlan(made);
}

/** `zfsr replicate SRC DST`: plans and runs one pair. */
export async function replicate(
  source: string,
  target: string,
  options: ReplicateOptions,
  environment: Environment,
): Promise<number> {
  return replicateRequest(requestFor(source, target, options), options, environment);
}

/** Runs a request as a run of its own, here or detached. @returns the exit code */
export async function replicateRequest(
  request: ReplicationRequest,
  options: Pick<ReplicateOptions, "snapshot" | "detach" | "run" | "transport">,
  environment: Environment,
): Promise<number> {
  const id = options.run ?? newRunId(Date.now());
  const files = runFiles(runsFolder(environment.env), id);
  if (options.detach) return detach(files, environment);
  const title = `${request.source.host}:${request.source.dataset} to ${request.target.host}:${request.target.dataset}`;
  const view = showEvents(environment);
  const end = await recordRun(files, title, request, view.show, environment.cancel, (emit, signal) =>
    runReplication(
      request,
      { host: environment.host, transport: options.transport, snapshot: snapshotName(options.snapshot) },
      emit,
      signal,
    ),
  );
  view.dispose();
  return exitCodeOf(end.outcome);
}

/** `rep_` and the time, `rep_2026-11-23T205124Z`. */
function snapshotName(prefix: string | true | undefined): string | undefined {
  return prefix === undefined ? undefined : `${prefix === true ? "rep_" : prefix}${snapshotTime(Date.now())}`;
}
