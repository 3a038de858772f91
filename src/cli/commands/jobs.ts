import { formatDuration } from "../../core/base/duration";
import { observeTree } from "../../core/hosts/observeTree";
import type { Job } from "../../core/jobs/job";
import { bytesOf, type Plan } from "../../core/plan/plan";
import { renderScript } from "../../core/plan/renderScript";
import { renderText } from "../../core/plan/renderText";
import { requestsOf } from "../../core/replication/requestsOf";
import { targetStatus, type TargetStatus } from "../../core/replication/targetStatus";
import { planFor } from "../../core/runs/replicate";
import { newRunId, type RunId, runFiles, runsFolder } from "../../core/runs/runDirectory";
import { detach } from "../detach";
import type { Environment } from "../environment";
import { globalWords } from "../globalWords";
import { exitCode, worstExitCode } from "../exitCodes";
import { chosenJobs, readJobFile } from "../jobFile";
import { printJson, printTable } from "../output";
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
      environment.stdout.write(`${path}:${problem.line}:${problem.column}: ${problem.message}\n`);
    if (problems.length === 0)
      environment.stdout.write(
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
      environment.stdout.write(options.script ? renderScript(plan) : `${renderText(plan)}\n`);
  return plans.some(({ plan }) => plan.warnings.some((warning) => warning.level === "person"))
    ? exitCode.attention
    : exitCode.done;
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

/** `zfsr status -f FILE [JOB…]`: how each target stands. @returns 3 when one is late, diverged or interrupted */
export async function status(path: string, names: readonly string[], environment: Environment): Promise<number> {
  const now = Date.now();
  const rows = await Promise.all((await chosenJobs(path, names)).map((job) => statusOf(job, now, environment)));
  const all = rows.flat();
  if (environment.options.json) printJson(environment, all);
  else {
    printTable(
      environment,
      ["JOB", "TARGET", "STATE", "LAG", "LAST COMMON SNAPSHOT"],
      all.map((row) => [
        row.job,
        row.target,
        row.late ? `${row.state}, late` : row.state,
        row.lag === undefined ? "?" : formatDuration(row.lag),
        row.common?.name ?? "none",
      ]),
      [3],
    );
  }
  return all.every((row) => !row.late && (row.state === "current" || row.state === "behind"))
    ? exitCode.done
    : exitCode.attention;
}

async function statusOf(
  job: Job,
  now: number,
  environment: Environment,
): Promise<(TargetStatus & { job: string; late: boolean })[]> {
  const options = { recursive: job.recursive, signal: environment.cancel.signal };
  const source = observeTree(environment.host(job.source.host), job.source.dataset, options);
  return Promise.all(
    job.targets.map(async (place) => {
      const target = await observeTree(environment.host(place.host), place.dataset, options);
      const found = targetStatus(await source, target, now);
      return { job: job.name, ...found, late: job.maxLag !== undefined && (found.lag ?? Infinity) > job.maxLag };
    }),
  );
}
