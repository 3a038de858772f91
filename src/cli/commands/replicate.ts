import { openFor } from "../../core/plan/timeWindow";
import { writeFile } from "node:fs/promises";
import { ZfsrError } from "../../core/base/errors";
import { renderScript } from "../../core/plan/renderScript";
import { renderText } from "../../core/plan/renderText";
import { bytesOf, type Plan } from "../../core/plan/plan";
import type { Earlier } from "../../core/replication/earlier";
import { type PairOptions, pairRequest } from "../../core/replication/pairRequest";
import type { ReplicationRequest } from "../../core/replication/request";
import { type NewSnapshot, planFor } from "../../core/runs/replicate";
import type { SnapshotPolicy } from "../../core/jobs/job";
import { type KeptPlan, writePlanFile } from "../../core/replication/planFile";
import { placeUnder, type Under } from "../../core/replication/placeUnder";
import { unagreed } from "../../core/replication/unagreed";
import { proofsIn } from "../../core/runs/proofs";
import type { RunEvent } from "../../core/runs/events";
import { openTransfersTo } from "../../core/runs/onSource/openTransfers";
import { recordRun, type RecordedWork, type RunEnd } from "../../core/runs/recordRun";
import { newRunId, proofsFolder, runFiles, type RunId, runsFolder } from "../../core/runs/runDirectory";
import { keptRuns, pruneDaily } from "../../core/runs/pruneRuns";
import { journalledRate } from "../../core/runs/usualRate";
import { wholeRun } from "../../core/runs/wholeRun";
import { snapshotTime } from "../../core/runs/snapshotTime";
import { defaultTransfer, type TransferOptions } from "../../core/plan/transferOptions";
import { formatPlace, parseDatasetPlace } from "../../core/zfs/place";
import { askConsent } from "../consent";
import { detach } from "../detach";
import type { Environment } from "../environment";
import { exitCode, exitCodeOf, exitCodeOfPlan } from "../exitCodes";
import { printJson, writeText } from "../output";
import { outsideWindow, windowOf, type WindowWord } from "../outsideWindow";
import { showEvents } from "../showEvents";

/** The options of `plan` and `replicate` that say what is to be replicated, and how. */
export interface PairWords extends Omit<PairOptions, "transfer" | "window" | "hooks"> {
  /** The target is below the place that was named: see `placeUnder`. */
  readonly under?: Under | undefined;
  /** What was written of how streams travel; the rest is as it was asked for before, or usual. */
  readonly transfer: Partial<TransferOptions>;
}

export interface ReplicateOptions extends PairWords {
  /** Undefined takes none. */
  readonly snapshot: SnapshotPolicy | undefined;
  /** What the plan destroys or renames is agreed to. */
  readonly yes: boolean;
  readonly detach: boolean;
  /** In place of the request's own time window. */
  readonly window: WindowWord | undefined;
  /** Given to a detached run by the one who started it. */
  readonly run: RunId | undefined;
}

/** Reads `SRC DST` and the options. @throws ZfsrError usage, invalid-name */
export function requestFor(
  source: string,
  target: string,
  { transfer, under, ...options }: PairWords,
): ReplicationRequest {
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
  const dataset = under === undefined ? to.dataset : placeUnder(from.dataset, to.dataset, under);
  return pairRequest(from, { ...to, dataset }, { ...options, transfer: { ...defaultTransfer, ...transfer } });
}

/** Where a plan goes. */
export interface PlanOutput {
  readonly script: boolean;
  /** A file that `zfsr apply` reads. */
  readonly out: string | undefined;
}

/** Keeps plans in a file for `zfsr apply`. @param out undefined keeps none. @throws ZfsrError usage when it cannot be written */
export async function keepPlans(plans: readonly KeptPlan[], out: string | undefined): Promise<void> {
  if (out === undefined) return;
  await writeFile(out, writePlanFile(plans, new Date().toISOString()), { mode: 0o600 }).catch((error: unknown) => {
    throw new ZfsrError({
      reason: "usage",
      object: out,
      because: `it could not be written: ${error instanceof Error ? error.message : String(error)}`,
      nextStep: "name another file with --out",
    });
  });
}

/** How long a plan will take, by the rate of earlier runs. @returns milliseconds; undefined where nothing tells */
export async function planTime(made: Plan, environment: Pick<Environment, "env">): Promise<number | undefined> {
  const bytes = bytesOf(made);
  const rate = await journalledRate(made, runsFolder(environment.env));
  return bytes === undefined || rate === undefined ? undefined : Math.round((bytes * 1000) / rate);
}

/** `zfsr plan SRC DST`: the plan and nothing else. */
export async function plan(
  source: string,
  target: string,
  { script, out, ...options }: PairWords & PlanOutput,
  environment: Environment,
): Promise<number> {
  const request = requestFor(source, target, options);
  const made = await planFor(request, environment.host, environment.cancel.signal);
  await keepPlans([{ job: undefined, request, plan: made }], out);
  const time = await planTime(made, environment);
  if (environment.options.json)
    printJson(environment, { ...made, bytes: bytesOf(made) ?? null, duration: time ?? null });
  else writeText(environment.stdout, script ? renderScript(made) : renderText(made, time ?? "unknown"));
  return exitCodeOfPlan(made);
}

/** `zfsr replicate SRC DST`: plans and runs one pair. */
export async function replicate(
  source: string,
  target: string,
  { snapshot, yes, detach, run, window, ...words }: ReplicateOptions,
  environment: Environment,
): Promise<number> {
  const { transfer } = words;
  const options = { snapshot, yes, detach, run, window, transfer };
  return replicateRequest(requestFor(source, target, words), options, environment);
}

/** Runs a request as a run of its own, here or detached. @returns the exit code */
export async function replicateRequest(
  request: ReplicationRequest,
  options: Pick<ReplicateOptions, "snapshot" | "detach" | "run" | "transfer" | "yes" | "window"> & {
    /** Do what this plan says and nothing else. */
    readonly approved?: Plan;
    /** Plans that were approved together with it, and have run before it. */
    readonly earlier?: Earlier | undefined;
    /** Hosts that are marked as production. */
    readonly production?: readonly string[] | undefined;
    /** Hears the events of the run. */
    readonly hear?: (event: RunEvent) => void;
  },
  environment: Environment,
): Promise<number> {
  const window = windowOf(options.window, request.window);
  const id = options.run ?? newRunId(Date.now());
  const files = runFiles(runsFolder(environment.env), id);
  const transfer = { ...defaultTransfer, ...request.transfer, ...options.transfer };
  const asked: ReplicationRequest = { ...request, transfer, window };
  const isShut = window !== undefined && openFor(window, new Date()) === 0;
  // before this run is in the list: what earlier ones have left on the source is this one's to finish, or to end; a detached
  // process looks for it by itself
  const open = options.detach && !isShut ? [] : await openTransfersTo(runsFolder(environment.env), asked, files);
  const place = formatPlace(request.target.host, request.target.dataset);
  if (open.length === 0 && outsideWindow(window, place, environment)) return exitCode.attention;
  if (options.detach) return detach(files, environment);
  const title = `${request.source.host}:${request.source.dataset} to ${request.target.host}:${request.target.dataset}`;
  await pruneDaily(runsFolder(environment.env), keptRuns(environment.env), Date.now()).catch((error: unknown) =>
    environment.log.warn(ZfsrError.from(error, runsFolder(environment.env)).message),
  );
  const view = showEvents(environment);
  const hear = (event: RunEvent): void => {
    options.hear?.(event);
    view.show(event);
  };
  const work = ({ emit, signal, host }: RecordedWork): Promise<RunEnd> =>
    wholeRun(
      asked,
      id,
      {
        run: id,
        open,
        host,
        snapshot: newSnapshot(options.snapshot),
        approved: options.approved,
        earlier: options.earlier,
        proofs: proofsIn(proofsFolder(environment.env), environment.version),
        agree: (plan) => askConsent(unagreed(plan, asked), options.yes, environment, options.production),
      },
      emit,
      signal,
    );
  const { host, cancel } = environment;
  const run = { files, title, host, request: asked, production: options.production, hear, cancel };
  const end = await recordRun(run, work);
  view.dispose();
  const refused = end.findings.some((finding) => finding.id === "consent-missing");
  return refused ? exitCode.consent : exitCodeOf(end.outcome);
}

/** Named by the prefix and the time: `rep_2026-11-23T205124Z`. */
function newSnapshot(policy: SnapshotPolicy | undefined): NewSnapshot | undefined {
  return (
    policy && {
      name: `${policy.prefix}${snapshotTime(Date.now(), policy.format)}`,
      properties: policy.properties,
    }
  );
}
