import { ZfsrError } from "../../core/base/errors";
import { bytesOf } from "../../core/plan/plan";
import { renderScript } from "../../core/plan/renderScript";
import { renderText } from "../../core/plan/renderText";
import { formatTimeWindow } from "../../core/plan/timeWindow";
import type { KeptPlan } from "../../core/replication/planFile";
import { requestsOf } from "../../core/replication/requestsOf";
import { planFor } from "../../core/runs/replicate";
import { newRunId, type RunId, runFiles, runsFolder } from "../../core/runs/runDirectory";
import { detach } from "../detach";
import type { Environment } from "../environment";
import { globalWords } from "../globalWords";
import { exitCode, exitCodeOfPlan, worstExitCode } from "../exitCodes";
import { SnapshotTaken } from "../../core/runs/snapshotTaken";
import { chosenJobs, readJobFile } from "../jobFile";
import { printJson, writeText } from "../output";
import { outsideWindow, windowOf, type WindowWord } from "../outsideWindow";
import { dueJobs } from "./due";
import { keepPlans, type PlanOutput, planTime, replicateRequest } from "./replicate";

export interface RunJobsOptions {
  /** What the plans destroy or rename is agreed to. */
  readonly yes: boolean;
  /** Only what is due by its schedule. */
  readonly due: boolean;
  /** In place of the window of each job. */
  readonly window: WindowWord | undefined;
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
  options: PlanOutput,
  environment: Environment,
): Promise<number> {
  const plans: (KeptPlan & { readonly job: string })[] = [];
  for (const job of await chosenJobs(path, names)) {
    const { name, production } = job;
    for (const request of requestsOf(job)) {
      const plan = await planFor(request, environment.host, environment.cancel.signal);
      plans.push({ job: name, request, plan, production });
    }
  }
  await keepPlans(plans, options.out);
  const times = await Promise.all(plans.map(({ plan }) => planTime(plan, environment)));
  if (environment.options.json)
    printJson(environment, {
      plans: plans.map(({ job, plan }, i) => ({
        job,
        ...plan,
        bytes: bytesOf(plan) ?? null,
        duration: times[i] ?? null,
      })),
    });
  else
    for (const [i, { plan }] of plans.entries())
      writeText(
        environment.stdout,
        options.script ? renderScript(plan) : `${renderText(plan, times[i] ?? "unknown")}\n`,
      );
  return worstExitCode(plans.map(({ plan }) => exitCodeOfPlan(plan)));
}

/**
 * `zfsr run -f FILE [JOB…]`: a run for each target, one after the other; a job's snapshot is taken once, in the run of the
 * first target that comes so far. One that fails never stops another. @returns the worst of their exit codes
 */
export async function runJobs(
  path: string,
  names: readonly string[],
  options: RunJobsOptions,
  environment: Environment,
): Promise<number> {
  const all = await chosenJobs(path, names);
  const wanted = options.due
    ? await dueJobs(all, path, environment)
    : all.map((job) => ({ job, requests: requestsOf(job) }));
  const codes: number[] = [];
  let run = options.run;
  for (const { job, requests } of wanted) {
    if (options.detach) {
      if (outsideWindow(windowOf(options.window, job.window), job.name, environment)) codes.push(exitCode.attention);
      else codes.push(await startJob(path, job.name, options, environment));
      continue;
    }
    const first = new SnapshotTaken();
    for (const request of requests) {
      if (environment.cancel.signal.aborted) return exitCode.interrupted;
      const { window, yes } = options;
      const { production } = job;
      const snapshot = first.taken ? undefined : job.snapshot;
      codes.push(
        await replicateRequest(
          request,
          { snapshot, transfer: {}, detach: false, run, yes, window, production, hear: first.hear },
          environment,
        ),
      );
      run = undefined;
    }
  }
  return worstExitCode(codes);
}

/** Starts one job as a process of its own; that it does not begin is told, and stops no other. @returns the exit code */
async function startJob(
  path: string,
  name: string,
  options: RunJobsOptions,
  environment: Environment,
): Promise<number> {
  const files = runFiles(runsFolder(environment.env), newRunId(Date.now()));
  try {
    return await detach(files, { ...environment, words: detachedJob(path, name, options, environment) });
  } catch (error) {
    writeText(environment.stderr, `zfsr: ${name}: ${ZfsrError.from(error, files.id).message}\n`);
    return exitCode.failed;
  }
}

/** The words that run one job as a process of its own. */
function detachedJob(path: string, name: string, options: RunJobsOptions, environment: Environment): string[] {
  const { window, due, yes } = options;
  return [
    ...["run", "-f", path, name, ...globalWords(environment.options)],
    ...(due ? ["--due"] : []),
    ...(yes ? ["--yes"] : []),
    ...(window === undefined ? [] : ["--window", window === "always" ? window : formatTimeWindow(window)]),
  ];
}
