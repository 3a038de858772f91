import { ZfsrError } from "../base/errors";
import type { TransferStep } from "../plan/step";
import { type Failure, failuresIn } from "../zfs/failures";
import { formatPlace } from "../zfs/place";

/** How one half's process for a stream ended, and what it said. */
export interface HalfEnd {
  readonly status: number;
  readonly text: readonly string[];
}

/** What is known of a stream that failed. */
export interface FailedStream {
  readonly step: TransferStep;
  /** Undefined where its send, or its receive, did not tell how it ended. */
  readonly sent: HalfEnd | undefined;
  readonly taken: HalfEnd | undefined;
  /** What either side said that may have to do with it. */
  readonly senderText: readonly string[];
  readonly receiverText: readonly string[];
}

/** A send that did not write the whole stream: 2.1 ends with 0 all the same where it could not send a snapshot of a package. */
export function hasFailed({ status, text }: HalfEnd): boolean {
  return status !== 0 || text.some(tellsOfFailure);
}

/** What could not be done though the data arrived: `zfs receive` ends with 0 though a property was refused, and only its words tell. */
export function leftUndone({ target }: TransferStep, text: readonly string[]): ZfsrError[] {
  const output = text.join("\n");
  const object = formatPlace(target.host, target.dataset);
  return failuresIn(output)
    .filter(isBesideTheData)
    .map((failure) => new ZfsrError({ ...failure, object, because: `${failure.because} (${failure.line})`, output }));
}

/** Why a stream failed. One failed pipeline prints several errors; the cause is told from what only follows from it. */
export function explainStream({ step, sent, taken, senderText, receiverText }: FailedStream): ZfsrError {
  const source = formatPlace(step.host, step.to);
  const target = formatPlace(step.target.host, step.target.dataset);
  const output = [...senderText, ...receiverText].join("\n");
  // what has to do with a property or a mount explains a receive that ended, of a stream that was whole, and no other
  const whole = taken !== undefined && sent !== undefined && !hasFailed(sent);
  const all = [
    ...failuresIn(receiverText.join("\n"))
      .filter((failure, _, { length }) => length === 1 || !isAfterthought(failure))
      .map((failure) => ({ failure, object: target })),
    ...failuresIn(senderText.join("\n")).map((failure) => ({ failure, object: source })),
  ];
  const others = all.filter(({ failure }) => !isBesideTheData(failure));
  const candidates = (whole && others.length === 0 ? all : others).sort((a, b) => rank(a.failure) - rank(b.failure));
  const best = candidates[0];
  if (best) return new ZfsrError({ ...best.failure, object: best.object, output });
  const words = senderText.find(tellsOfFailure);
  if (taken?.status === 0)
    return new ZfsrError({
      reason: "failed",
      object: source,
      because: `zfs send failed${words === undefined ? ` with status ${sent?.status ?? 1}` : `: ${words.trim()}`}`,
      nextStep: "look at the dataset on the source, then run it again",
      output,
    });
  const said = [...senderText, ...receiverText.filter((line) => !failuresIn(line).some(isBesideTheData))];
  return new ZfsrError({
    reason: "connection-lost",
    object: target,
    because: `the connection broke before the stream was whole${said[0] === undefined ? "" : `: ${said[0]}`}`,
    nextStep: "run it again: it goes on from what was kept, where anything was",
    output,
  });
}

/** `warning: cannot send 'tank/a@b': …`, `WARNING: could not send tank/a@b: …` (libzfs_sendrecv.c) */
function tellsOfFailure(line: string): boolean {
  return /^(?:warning: )?(?:cannot|could not) send /i.test(line);
}

/** It has to do with a property or a mount, and tells nothing of the stream. */
function isBesideTheData({ reason }: Failure): boolean {
  return reason === "property-not-received" || reason === "mount-failed";
}

/** A receive that made nothing also says that what it would have made cannot be opened. */
function isAfterthought(failure: Failure): boolean {
  return failure.reason === "not-found" && failure.line.startsWith("cannot open ");
}

function rank(failure: Failure): number {
  if (failure.symptom) return 2;
  return failure.reason === "stream-incomplete" ? 1 : 0;
}
