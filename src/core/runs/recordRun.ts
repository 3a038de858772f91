import { cancelled } from "../base/abort";
import type { Disposable } from "../base/disposable";
import type { Host } from "../hosts/host";
import { ZfsrError } from "../base/errors";
import { formatPlace } from "../zfs/place";
import { listenForControl } from "./control";
import type { ReplicationRequest } from "../replication/request";
import type { Emit, RunEvent, RunEventBody, RunOutcome, TargetState } from "./events";
import { JournalWriter } from "./journal";
import { refuseSecondWriter } from "./otherWriter";
import { recordedHosts } from "./recordedHosts";
import type { RunFiles } from "./runDirectory";
import type { Finding } from "../diagnosis/finding";
import { findingOf } from "../diagnosis/findingOf";

/** What a run's work gives at its end. */
export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly bytesSent: number;
  readonly findings: readonly Finding[];
  readonly targets: readonly TargetState[];
}

/** What a run is recorded with. */
export interface RecordedRun {
  readonly files: RunFiles;
  readonly title: string;
  /** Where the work runs its commands. */
  readonly host: (id: string) => Host;
  /** What was asked for, where it is a replication: `zfsr resume` finds the source by it. */
  readonly request?: ReplicationRequest | undefined;
  /** Hosts that are marked so: `zfsr retry` asks for their names, too. */
  readonly production?: readonly string[] | undefined;
  /** Hears every event after it has been written. When it throws, the run goes on and the error is thrown at its end. */
  readonly hear: (event: RunEvent) => void;
  /** Ends the run; so does the word `cancel` on its control socket. */
  readonly cancel: AbortController;
}

/** What the work of a run is given. */
export interface RecordedWork {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Every command goes into the journal. */
  readonly host: (id: string) => Host;
}

/** Milliseconds that a run waits at its end for commands that nobody waits for: where one side has failed, the other's go on. */
const lateness = 3_000;

/**
 * Runs `work` as a run: with a journal, a control socket, and an end in the journal whatever happens. Where the disk of the
 * journal is full, the run goes on without what cannot be written, and tells so: the data comes first.
 */
export async function recordRun(
  { files, title, host, request, production = [], hear, cancel }: RecordedRun,
  work: (context: RecordedWork) => Promise<RunEnd>,
): Promise<RunEnd> {
  const journal = new JournalWriter(files);
  const deaf: unknown[] = [];
  let lacking: Finding | undefined;
  /** Something may still be told after the end, which nobody waited for. */
  let isOver = false;
  const show = (event: RunEvent): void => {
    try {
      hear(event);
    } catch (error) {
      // who watches must not end what is watched: it is told when the run is over
      deaf.push(error);
    }
  };
  /** @param body as things stand when it is asked for */
  const record = (body: () => RunEventBody): void => {
    if (isOver) return;
    const at = new Date().toISOString();
    const event = { ...body(), at };
    journal.write(event);
    const news = lacking === undefined && journal.failure !== undefined;
    if (journal.failure) lacking ??= { ...findingOf(journal.failure), severity: "warning" };
    const told: readonly RunEvent[] = news && lacking ? [{ type: "finding", finding: lacking, at }] : [];
    // the end is what is heard last
    for (const heard of event.type === "run-ended" ? [...told, { ...body(), at }] : [event, ...told]) show(heard);
  };
  const emit: Emit = (body) => record(() => body);
  const hosts = recordedHosts(host, emit);
  const object = request ? formatPlace(request.target.host, request.target.dataset) : title;
  let control: Disposable | undefined;
  try {
    const asked = { ...(request ? { request } : {}), ...(production.length > 0 ? { production } : {}) };
    emit({ type: "run-started", run: files.id, title, pid: process.pid, ...asked });
    const run = async (): Promise<RunEnd> => {
      control = await listenForControl(files, () => cancel.abort(cancelled(object))).catch((error: unknown) => {
        // on a full disk there is no socket either: others cannot ask this run to end, and see it by its processes alone
        if (!journal.failure) throw error;
        return undefined;
      });
      if (request) await refuseSecondWriter(files, request);
      return work({ emit, signal: cancel.signal, host: hosts.host });
    };
    const end = await run().catch((thrown: unknown) => {
      const failed = failedEnd(ZfsrError.from(thrown, object));
      for (const finding of failed.findings) emit({ type: "finding", finding });
      return failed;
    });
    await hosts.ended(lateness);
    record(() => ({ type: "run-ended", ...withWarning(end, lacking) }));
    if (deaf.length > 0) throw ZfsrError.from(deaf[0], title);
    return withWarning(end, lacking);
  } finally {
    isOver = true;
    control?.dispose();
    journal.close();
  }
}

function withWarning(end: RunEnd, warning: Finding | undefined): RunEnd {
  if (!warning) return end;
  const outcome = end.outcome === "done" ? "attention" : end.outcome;
  return { ...end, outcome, findings: [...end.findings, warning] };
}

/** The end of a run whose work has thrown. */
export function failedEnd(error: ZfsrError): RunEnd {
  return {
    outcome: ZfsrError.is(error, "cancelled") ? "interrupted" : "failed",
    bytesSent: 0,
    findings: [findingOf(error)],
    targets: [],
  };
}
