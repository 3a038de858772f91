import { formatBytes } from "../../core/base/bytes";
import { ZfsrError } from "../../core/base/errors";
import { cancelRun, isAlive } from "../../core/runs/control";
import type { RunOutcome } from "../../core/runs/events";
import { followJournal, readJournal } from "../../core/runs/journal";
import { listRuns, runFiles, type RunFiles, runId, runsFolder } from "../../core/runs/runDirectory";
import { emptyRunState, type RunState, withEvent } from "../../core/runs/runState";
import type { Environment } from "../environment";
import { exitCode, exitCodeOf } from "../exitCodes";
import { printJson, printTable, writeText } from "../output";
import { showEvents } from "../showEvents";

/** `zfsr runs`: those that run and those that ran, newest first. */
export async function runs(environment: Environment): Promise<number> {
  const rows = await Promise.all((await listRuns(runsFolder(environment.env))).map((files) => summary(files)));
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

async function summary(files: RunFiles): Promise<{
  run: string;
  state: string;
  title: string;
  startedAt: string;
  endedAt: string | null;
  bytesSent: number;
  progress: RunState["progress"] | null;
}> {
  const events = await readJournal(files).catch(() => []);
  const state = events.reduce(withEvent, emptyRunState(files.id));
  const running = state.outcome === undefined && (await isAlive(files));
  return {
    run: files.id,
    state: state.outcome ?? (running ? "running" : "lost"),
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

/** `zfsr cancel RUN`: ends it; what was received is kept. */
export async function cancel(run: string, environment: Environment): Promise<number> {
  const files = runFiles(runsFolder(environment.env), runId(run));
  const events = await readJournal(files);
  const ended = events.reduce(withEvent, emptyRunState(files.id)).outcome !== undefined;
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
