import { cancelled } from "../base/abort";
import type { Disposable } from "../base/disposable";
import { ZfsrError } from "../base/errors";
import { formatPlace } from "../zfs/place";
import { listenForControl } from "./control";
import type { ReplicationRequest } from "../replication/request";
import type { Emit, RunEvent, RunOutcome, TargetState } from "./events";
import { JournalWriter } from "./journal";
import { refuseSecondWriter } from "./otherWriter";
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

/**
 * Runs `work` as a run: with a journal, a control socket, and an end in the journal whatever happens.
 * @param request what was asked for, where it is a replication: `zfsr resume` finds the source by it
 * @param observe hears every event after it has been written. When it throws, the run goes on and the error is thrown at its end.
 * @param cancel ends the run; so does the word `cancel` on its control socket.
 */
export async function recordRun(
  files: RunFiles,
  title: string,
  request: ReplicationRequest | undefined,
  observe: (event: RunEvent) => void,
  cancel: AbortController,
  work: (emit: Emit, signal: AbortSignal) => Promise<RunEnd>,
): Promise<RunEnd> {
  const journal = new JournalWriter(files);
  const deaf: unknown[] = [];
  const emit: Emit = (body) => {
    const event: RunEvent = { ...body, at: new Date().toISOString() };
    journal.write(event);
    try {
      observe(event);
    } catch (error) {
      // who watches must not end what is watched: it is told when the run is over
      deaf.push(error);
    }
  };
  const object = request ? formatPlace(request.target.host, request.target.dataset) : title;
  let control: Disposable | undefined;
  try {
    emit({ type: "run-started", run: files.id, title, pid: process.pid, ...(request ? { request } : {}) });
    const run = async (): Promise<RunEnd> => {
      control = await listenForControl(files, () => cancel.abort(cancelled(object)));
      if (request) await refuseSecondWriter(files, request);
      return work(emit, cancel.signal);
    };
    const end = await run().catch((thrown: unknown) => {
      const failed = failedEnd(ZfsrError.from(thrown, object));
      for (const finding of failed.findings) emit({ type: "finding", finding });
      return failed;
    });
    emit({ type: "run-ended", ...end });
    if (deaf.length > 0) throw ZfsrError.from(deaf[0], title);
    return end;
  } finally {
    control?.dispose();
    journal.close();
  }
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
