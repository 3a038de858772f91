import { throwIfAborted } from "../../core/base/abort";
import { formatAge, formatDuration } from "../../core/base/duration";
import { ZfsrError } from "../../core/base/errors";
import { observeTree } from "../../core/hosts/observeTree";
import type { Job } from "../../core/jobs/job";
import { jobKey } from "../../core/jobs/jobKey";
import { timingOf } from "../../core/jobs/timing";
import { targetStatus, type TargetStatus } from "../../core/replication/targetStatus";
import { type PastRuns, pastRuns } from "../../core/runs/pastRuns";
import { runsFolder } from "../../core/runs/runDirectory";
import { becauseOf, hasFailed, outcomeOf } from "../../core/runs/runOutcome";
import type { RunState } from "../../core/runs/runState";
import { isWithin, printable } from "../../core/zfs/names";
import { type DatasetPlace, formatPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { chosenJobs } from "../jobFile";
import { liveTargets } from "../liveTargets";
import { type ErrorJson, errorJson, printJson, printTable, writeText } from "../output";

/** How one target of a job stands, as `status --json` has it. Times of runs are ISO 8601. */
interface StatusRow {
  readonly job: string;
  readonly target: string;
  /** `unknown`: one of the two sides could not be looked at; `error` says why. */
  readonly state: TargetStatus["state"] | "unknown";
  readonly common: TargetStatus["common"] | null;
  readonly lag: number | null;
  /** Further behind than `max-lag` allows, however its runs went. */
  readonly late: boolean;
  /** Its last run failed, or went without a word. */
  readonly failed: boolean;
  readonly neverRan: boolean;
  /** A run was due and has not begun in time. */
  readonly missed: boolean;
  /** Since when a run is due. */
  readonly dueSince: string | null;
  readonly schedule: string | null;
  /** When it runs next, where something starts `zfsr run --due`. */
  readonly next: string | null;
  readonly lastRun: {
    readonly run: string;
    readonly outcome: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    /** Why it failed or was interrupted. */
    readonly because: string | null;
  } | null;
  readonly lastDone: { readonly run: string; readonly startedAt: string; readonly endedAt: string | null } | null;
  /** A run of this machine writes to it just now. */
  readonly transferring: boolean;
  readonly error: ErrorJson | null;
}

/**
 * `zfsr status -f FILE [JOB…]`: how each target stands. A host that cannot be reached leaves the others as they are.
 * @returns 3 when one is late, has failed or missed a run, is diverged, interrupted or not known
 */
export async function status(path: string, names: readonly string[], environment: Environment): Promise<number> {
  const now = Date.now();
  const jobs = await chosenJobs(path, names);
  const runs = runsFolder(environment.env);
  const keys = jobs.flatMap((job) => job.targets.map((place) => jobKey(job, place)));
  const [live, past] = await Promise.all([liveTargets(runs), pastRuns(runs, keys)]);
  const rows = (await Promise.all(jobs.map((job) => statusOf(job, { now, live, past }, environment)))).flat();
  throwIfAborted(environment.cancel.signal, path);
  if (environment.options.json) printJson(environment, rows);
  else show(rows, now, environment);
  return rows.every((row) => !row.late && !row.failed && !row.missed && isInOrder(row))
    ? exitCode.done
    : exitCode.attention;
}

function show(rows: readonly StatusRow[], now: number, environment: Environment): void {
  printTable(
    environment,
    ["JOB", "TARGET", "STATE", "LAG", "LAST RUN", "NEXT RUN", "LAST COMMON SNAPSHOT"],
    rows.map((row) => [
      row.job,
      row.target,
      facts(row),
      row.lag === null ? "?" : formatDuration(row.lag),
      row.lastRun ? `${row.lastRun.outcome} ${ago(row.lastRun.startedAt, now)}` : "never",
      row.next === null ? "-" : nextText(Date.parse(row.next), now),
      row.error ? "?" : (row.common?.name ?? "none"),
    ]),
    [3],
  );
  for (const { job, target, lastRun, failed } of rows) {
    if (!failed || !lastRun) continue;
    const text = `${job} to ${target}: its last run failed ${ago(lastRun.startedAt, now)}: ${lastRun.because ?? "nothing told why"}. See zfsr report ${lastRun.run}`;
    writeText(environment.stdout, `${printable(text)}\n`);
  }
  const said = new Set(rows.flatMap(({ error: e }) => (e ? [`${e.object}: ${e.because}. Next: ${e.nextStep}`] : [])));
  for (const line of said) writeText(environment.stderr, `zfsr: ${printable(line)}\n`);
}

/** `behind, late, failed, missed` */
function facts(row: StatusRow): string {
  const { transferring, late, failed, missed, neverRan } = row;
  const words = { transferring, late, failed, missed, "never ran": neverRan };
  const said = Object.entries(words).flatMap(([word, so]) => (so ? [word] : []));
  return [row.state, ...said].join(", ");
}

function ago(iso: string, now: number): string {
  const age = formatAge(now - Date.parse(iso));
  return age === "just now" ? age : `${age} ago`;
}

function nextText(next: number, now: number): string {
  if (next <= now) return "due";
  const wait = formatAge(next - now);
  return wait === "just now" ? "in a minute" : `in ${wait}`;
}

/** What is partial or not there yet is being brought up while a run writes to it. */
function isInOrder({ state, transferring }: StatusRow): boolean {
  return state === "current" || state === "behind" || (transferring && (state === "partial" || state === "missing"));
}

interface Known {
  readonly now: number;
  /** What the runs of this machine write to. */
  readonly live: readonly DatasetPlace[];
  readonly past: ReadonlyMap<string, PastRuns>;
}

async function statusOf(job: Job, known: Known, environment: Environment): Promise<StatusRow[]> {
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
    const facts = factsOfRuns(job, place, known);
    if (source?.status === "fulfilled" && target.status === "fulfilled") {
      const { state, common, lag } = targetStatus(source.value, target.value, known.now);
      const late = job.maxLag !== undefined && (lag ?? Infinity) > job.maxLag;
      return { ...facts, state, common: common ?? null, lag: lag ?? null, late, error: null };
    }
    const [failed] = [source, target].filter((side) => side?.status === "rejected");
    const error = errorJson(ZfsrError.from(failed?.reason, name));
    return { ...facts, state: "unknown", common: null, lag: null, late: false, error };
  });
}

/** What journals and the schedule tell, without asking a host. */
function factsOfRuns(
  job: Job,
  place: DatasetPlace,
  { now, live, past }: Known,
): Omit<StatusRow, "state" | "common" | "lag" | "late" | "error"> {
  const { last, lastDone, running } = past.get(jobKey(job, place)) ?? {};
  const begun = running ?? last;
  const timing = timingOf(job, begun && Date.parse(begun.startedAt), now);
  const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());
  return {
    job: job.name,
    target: formatPlace(place.host, place.dataset),
    failed: last !== undefined && hasFailed(last),
    neverRan: begun === undefined,
    missed: timing.missed,
    dueSince: iso(timing.dueSince),
    schedule: job.schedule?.text ?? null,
    next: iso(timing.next),
    lastRun: last ? { ...ends(last), outcome: outcomeOf(last), because: becauseOf(last) ?? null } : null,
    lastDone: lastDone ? ends(lastDone) : null,
    transferring: live.some(
      ({ host, dataset }) =>
        host === place.host && (isWithin(dataset, place.dataset) || isWithin(place.dataset, dataset)),
    ),
  };
}

function ends({ id, startedAt, endedAt }: RunState): { run: string; startedAt: string; endedAt: string | null } {
  return { run: id, startedAt, endedAt: endedAt ?? null };
}
