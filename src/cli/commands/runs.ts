import { formatBytes } from "../../core/base/bytes";
import { ZfsrError } from "../../core/base/errors";
import type { ReplicationRequest } from "../../core/replication/request";
import { replicateWithRetries } from "../../core/runs/attempts";
import { cancelRun, isAlive } from "../../core/runs/control";
import type { RunOutcome } from "../../core/runs/events";
import { followJournal, readJournal } from "../../core/runs/journal";
import { keptRuns, pruneRuns } from "../../core/runs/pruneRuns";
import { reportOf } from "../../core/runs/report";
import { type OpenTransfer, openTransfers } from "../../core/runs/onSource/openTransfers";
import { readEnds } from "../../core/runs/readEnds";
import { recordRun } from "../../core/runs/recordRun";
import { listRuns, runFiles, type RunFiles, runId, runsFolder } from "../../core/runs/runDirectory";
import { renderRun } from "../../core/runs/runText";
import { emptyRunState, type RunState, withEvent } from "../../core/runs/runState";
import { goOn } from "../detach";
import type { Environment } from "../environment";
import { exitCode, exitCodeOf } from "../exitCodes";
import { printJson, printTable, writeText } from "../output";
import { showEvents } from "../showEvents";

/** `zfsr runs`: those that run and those that ran, newest first. */
export async function runs(environment: Environment): Promise<number> {
  const all = await listRuns(runsFolder(environment.env));
  const rows: Awaited<ReturnType<typeof summary>>[] = [];
  for (let start = 0; start < all.length; start += atOnce)
    rows.push(...(await Promise.all(all.slice(start, start + atOnce).map(summary))));
  if (environment.options.json) printJson(environment, rows);
  else {
    printTable(
      environment,
      ["RUN", "STATE", "SENT", "WHAT"],
      rows.map((row) => [row.run, row.state, formatBytes(row.bytesSent), row.title]),
      [2],
    );
  }
  return exitCode.done;
}

/** Journals read at once. */
const atOnce = 32;

async function summary(files: RunFiles): Promise<{
  run: string;
  state: string;
  title: string;
  startedAt: string;
  endedAt: string | null;
  bytesSent: number;
  progress: RunState["progress"] | null;
}> {
  const ends = await readEnds(files).catch(() => undefined);
  // what has not ended is read whole: how far it is, and what it has left on its source
  const events = ends?.outcome === undefined ? await readJournal(files).catch(() => []) : [];
  const state = ends?.outcome === undefined ? events.reduce(withEvent, emptyRunState(files.id)) : ends;
  const open = openTransfers(files, events).length > 0;
  const running = state.outcome === undefined && (await isAlive(files));
  return {
    run: files.id,
    state: state.outcome ?? (running ? "running" : open ? "on-source" : "lost"),
    title: state.title,
    startedAt: state.startedAt,
    endedAt: state.endedAt ?? null,
    bytesSent: state.bytesSent,
    progress: state.progress ?? null,
  };
}

/** `zfsr attach RUN`: shows a run from its first event to its end. @returns the run's own exit code */
export async function attach(run: string, environment: Environment): Promise<number> {
  const files = runFiles(runsFolder(environment.env), runId(run));
  // a run whose transfer lives on its source goes on without its process; a new one finishes it
  const events = await readJournal(files);
  const left = !events.some(({ type }) => type === "run-ended") && openTransfers(files, events).length > 0;
  if (left && !(await isAlive(files))) await goOn(files, environment);
  const view = showEvents(environment);
  let state = emptyRunState(files.id);
  await followJournal(
    files,
    (event) => {
      state = withEvent(state, event);
      view.show(event);
    },
    () => isAlive(files),
    environment.cancel.signal,
  ).finally(() => view.dispose());
  if (state.outcome !== undefined) return exitCodeOf(state.outcome);
  // Ctrl-C ends the watching, not the run
  if (environment.cancel.signal.aborted) return exitCode.done;
  throw new ZfsrError({
    reason: "failed",
    object: files.id,
    because: "its process has gone without saying how it ended",
    nextStep: "run it again: it goes on from what was received",
  });
}

/** Ends the transfers of a run that live on their source, where the run's own process has gone. */
async function endOnSource(
  files: RunFiles,
  open: readonly OpenTransfer[],
  { request, title }: { readonly request: ReplicationRequest; readonly title: string },
  environment: Environment,
): Promise<number> {
  const hosts = [...new Set(open.map(({ host }) => host))].join(", ");
  const cancel = new AbortController();
  cancel.abort();
  const run = { files, title, host: environment.host, request, hear: () => undefined, cancel };
  const { outcome } = await recordRun(run, ({ emit, signal, host }) => {
    const agree = (): Promise<boolean> => Promise.resolve(false);
    return replicateWithRetries(request, { run: files.id, open, host, snapshot: undefined, agree }, emit, signal);
  });
  const over = openTransfers(files, await readJournal(files)).length === 0;
  const said = over
    ? `has been ended on ${hosts}; what was received is kept`
    : `may still go on on ${hosts}, which could not be asked: cancel it again later`;
  if (environment.options.json) printJson(environment, { run: files.id, outcome });
  else writeText(environment.stdout, `${files.id} ${said}.\n`);
  return over ? exitCode.done : exitCode.attention;
}

/** `zfsr cancel RUN`: ends it; what was received is kept. */
export async function cancel(run: string, environment: Environment): Promise<number> {
  const files = runFiles(runsFolder(environment.env), runId(run));
  const events = await readJournal(files);
  const { outcome: ending, request, title } = events.reduce(withEvent, emptyRunState(files.id));
  const ended = ending !== undefined;
  // an end that was not heard of by the source is no end there
  const open = openTransfers(files, events);
  if (open.length > 0 && request && !(await isAlive(files)))
    return endOnSource(files, open, { request, title }, environment);
  if (ended || !(await cancelRun(files))) {
    throw new ZfsrError({
      reason: "usage",
      object: files.id,
      because: ended ? "it has ended already" : "its process is gone",
      nextStep: "list the runs: zfsr runs",
    });
  }
  if (!environment.options.json)
    writeText(environment.stdout, `${files.id} is told to end; what was received is kept.\n`);
  let outcome: RunOutcome | null = null;
  await followJournal(
    files,
    (event) => {
      if (event.type === "run-ended") ({ outcome } = event);
    },
    () => isAlive(files),
    environment.cancel.signal,
  );
  if (environment.options.json) printJson(environment, { run: files.id, outcome });
  return exitCode.done;
}

/** `zfsr report RUN`: all that its journal tells. */
export async function report(run: string, environment: Environment): Promise<number> {
  const files = runFiles(runsFolder(environment.env), runId(run));
  const events = await readJournal(files);
  if (environment.options.json) printJson(environment, reportOf(files.id, events));
  else for (const line of renderRun(events).lines) writeText(environment.stdout, `${line}\n`);
  return exitCode.done;
}

/** `zfsr runs --prune`: takes the journals away that need not be kept. */
export async function prune(environment: Environment): Promise<number> {
  const pruned = await pruneRuns(runsFolder(environment.env), keptRuns(environment.env), Date.now());
  if (environment.options.json) printJson(environment, { pruned });
  else writeText(environment.stdout, `${pruned.length} journal${pruned.length === 1 ? "" : "s"} pruned.\n`);
  return exitCode.done;
}
