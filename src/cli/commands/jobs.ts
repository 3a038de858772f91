import { throwIfAborted } from "../../core/base/abort";
import { formatDuration } from "../../core/base/duration";
import { ZfsrError } from "../../core/base/errors";
import { observeTree } from "../../core/hosts/observeTree";
import type { Job } from "../../core/jobs/job";
import { bytesOf, type Plan } from "../../core/plan/plan";
import { renderScript } from "../../core/plan/renderScript";
import { renderText } from "../../core/plan/renderText";
import { requestsOf } from "../../core/replication/requestsOf";
import { targetStatus, type TargetStatus } from "../../core/replication/targetStatus";
import { planFor } from "../../core/runs/replicate";
import { newRunId, type RunId, runFiles, runsFolder } from "../../core/runs/runDirectory";
import { isWithin, printable } from "../../core/zfs/names";
import { type DatasetPlace, formatPlace } from "../../core/zfs/place";
import { detach } from "../detach";
import type { Environment } from "../environment";
import { globalWords } from "../globalWords";
import { exitCode, exitCodeOfPlan, worstExitCode } from "../exitCodes";
import { chosenJobs, readJobFile } from "../jobFile";
import { liveTargets } from "../liveTargets";
import { type ErrorJson, errorJson, printJson, printTable, writeText } from "../output";
import { replicateRequest } from "./replicate";

export interface RunJobsOptions {
  /** Goes on after this terminal is closed: a process for each job. */
  readonly detach: boolean;
  /** Given to a detached run by the one who started it: the name of its first run. */
  readonly run: RunId | undefined;
}

/** `zfsr check FILE`: each mistake with line and column. @returns 2 when there is one */
export async function check(path: string, environment: Environment): Promise<number> {
  const { problems, file } = await readJobFile(path);
  if (environment.options.json) printJson(environment, { file: path, problems });
  else {
    for (const problem of problems)
      writeText(environment.stdout, `${path}:${problem.line}:${problem.column}: ${problem.message}\n`);
    if (problems.length === 0)
      writeText(
        environment.stdout,
        `${path}: ${file?.jobs.length ?? 0} job${file?.jobs.length === 1 ? "" : "s"}, no mistakes\n`,
      );
  }
  return problems.length === 0 ? exitCode.done : exitCode.usage;
}

/** `zfsr plan -f FILE [JOB…]`: the plans of jobs, one for each target. */
export async function planJobs(
  path: string,
  names: readonly string[],
  options: { readonly script: boolean },
  environment: Environment,
): Promise<number> {
  const plans: { job: string; plan: Plan }[] = [];
  for (const job of await chosenJobs(path, names)) {
    for (const request of requestsOf(job))
      plans.push({ job: job.name, plan: await planFor(request, environment.host, environment.cancel.signal) });
  }
  if (environment.options.json)
    printJson(environment, { plans: plans.map(({ job, plan }) => ({ job, ...plan, bytes: bytesOf(plan) ?? null })) });
  else
    for (const { plan } of plans)
      writeText(environment.stdout, options.script ? renderScript(plan) : `${renderText(plan)}\n`);
  return worstExitCode(plans.map(({ plan }) => exitCodeOfPlan(plan)));
}

/**
 * `zfsr run -f FILE [JOB…]`: a run for each target, one after the other; a job's snapshot is taken in the run of its first
 * target. One that fails never stops another. @returns the worst of their exit codes
 */
export async function runJobs(
  path: string,
  names: readonly string[],
  options: RunJobsOptions,
  environment: Environment,
): Promise<number> {
  const jobs = await chosenJobs(path, names);
  if (options.detach) {
    for (const job of jobs) {
      const words = ["run", "-f", path, job.name, ...globalWords(environment.options)];
      await detach(runFiles(runsFolder(environment.env), newRunId(Date.now())), { ...environment, words });
    }
    return exitCode.done;
  }
  const codes: number[] = [];
  let run = options.run;
  for (const job of jobs) {
    let snapshot = job.snapshot?.prefix;
    for (const request of requestsOf(job)) {
      if (environment.cancel.signal.aborted) return exitCode.interrupted;
      codes.push(
        await replicateRequest(request, { snapshot, transport: job.transport, detach: false, run }, environment),
      );
      snapshot = undefined;
      run = undefined;
    }
  }
  return worstExitCode(codes);
}

/** How one target of a job stands, as `status --json` has it. */
interface StatusRow {
  readonly job: string;
  readonly target: string;
  /** `unknown`: one of the two sides could not be looked at; `error` says why. */
  readonly state: TargetStatus["state"] | "unknown";
  readonly common: TargetStatus["common"] | null;
  readonly lag: number | null;
  readonly late: boolean;
  /** A run of this machine writes to it just now. */
  readonly transferring: boolean;
  readonly error: ErrorJson | null;
}

/**
 * `zfsr status -f FILE [JOB…]`: how each target stands. A host that cannot be reached leaves the others as they are.
 * @returns 3 when one is late, diverged, interrupted or not known
 */
export async function status(path: string, names: readonly string[], environment: Environment): Promise<number> {
  const now = Date.now();
  const jobs = await chosenJobs(path, names);
  const live = await liveTargets(runsFolder(environment.env));
  const rows = (await Promise.all(jobs.map((job) => statusOf(job, now, live, environment)))).flat();
  throwIfAborted(environment.cancel.signal, path);
  if (environment.options.json) printJson(environment, rows);
  else {
    printTable(
      environment,
      ["JOB", "TARGET", "STATE", "LAG", "LAST COMMON SNAPSHOT"],
      rows.map((row) => [
        row.job,
        row.target,
        [row.state, ...(row.late ? ["late"] : []), ...(row.transferring ? ["transferring"] : [])].join(", "),
        row.lag === null ? "?" : formatDuration(row.lag),
        row.error ? "?" : (row.common?.name ?? "none"),
      ]),
      [3],
    );
    const said = new Set(
      rows.flatMap(({ error: e }) => (e ? [`${e.object}: ${e.because}. Next: ${e.nextStep}.`] : [])),
    );
    for (const line of said) writeText(environment.stderr, `zfsr: ${printable(line)}\n`);
  }
  return rows.every((row) => !row.late && isInOrder(row)) ? exitCode.done : exitCode.attention;
}

/** What is partial or not there yet is being brought up while a run writes to it. */
function isInOrder({ state, transferring }: StatusRow): boolean {
  return state === "current" || state === "behind" || (transferring && (state === "partial" || state === "missing"));
}

async function statusOf(
  job: Job,
  now: number,
  live: readonly DatasetPlace[],
  environment: Environment,
): Promise<StatusRow[]> {
  const options = { recursive: job.recursive, signal: environment.cancel.signal };
  const [source, ...targets] = await Promise.allSettled(
    // a function, so that a name that no host can have is one more thing that could not be looked at
    [job.source, ...job.targets].map(async ({ host, dataset }) =>
      observeTree(environment.host(host), dataset, options),
    ),
  );
  return targets.map((target, i): StatusRow => {
    const place = job.targets[i] ?? job.source;
    const name = formatPlace(place.host, place.dataset);
    const transferring = live.some(
      ({ host, dataset }) =>
        host === place.host && (isWithin(dataset, place.dataset) || isWithin(place.dataset, dataset)),
    );
    if (source?.status === "fulfilled" && target.status === "fulfilled") {
      const { state, common, lag } = targetStatus(source.value, target.value, now);
      const late = job.maxLag !== undefined && (lag ?? Infinity) > job.maxLag;
      return {
        job: job.name,
        target: name,
        state,
        common: common ?? null,
        lag: lag ?? null,
        late,
        transferring,
        error: null,
      };
    }
    const [failed] = [source, target].filter((side) => side?.status === "rejected");
    const error = errorJson(ZfsrError.from(failed?.reason, name));
    return { job: job.name, target: name, state: "unknown", common: null, lag: null, late: false, transferring, error };
  });
}
