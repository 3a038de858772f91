import type { Disposable } from "../base/disposable";
import { ZfsrError } from "../base/errors";
import type { TransferStep } from "../plan/step";
import { type Failure, failuresIn } from "../zfs/failures";
import { formatPlace } from "../zfs/place";
import type { Emit } from "./events";
import { isStreamDescription, readReportLine } from "./pipelineReport";
import { StreamProgress } from "./progress";
import { StallWatch } from "./stallWatch";
import type { Pipeline } from "./transport";
import { lockedBy } from "./writerGuard";

/** How one stream of a batch ended. Streams that the batch never came to have no result. */
export type StreamResult =
  /**
   * Both ends ended well, which is no proof that anything has arrived: that is read back. `estimated`: those of the bytes that
   * nobody has counted. `warnings`: what could not be done though the data arrived (a property that was refused, say).
   */
  | {
      readonly outcome: "done";
      readonly bytes: number;
      readonly estimated: number;
      readonly warnings: readonly ZfsrError[];
    }
  | { readonly outcome: "failed"; readonly bytes: number; readonly error: ZfsrError };

export interface BatchResult {
  /** By the step's id. */
  readonly streams: ReadonlyMap<string, StreamResult>;
  /** The receiving half has started on the machine that was meant. False: nothing was sent, another way may be tried. */
  readonly ready: boolean;
  /** What was printed before it was ready: why the connection could not be made. */
  readonly linkText: string;
  /** The process ids that the halves have told, each on its own host. */
  readonly pids: Readonly<Partial<Record<"send" | "receive", number>>>;
}

export interface BatchContext {
  readonly frame: string;
  readonly emit: Emit;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the pipeline is ended; 0 waits for ever. */
  readonly stallTimeout: number;
  /**
   * Finds out why the stream of `step` stands still; undefined when that cannot be told from here, so that it is waited on.
   * @param silence milliseconds @param bytes sent so far
   */
  readonly explainStall: (step: TransferStep, silence: number, bytes: number) => Promise<ZfsrError | undefined>;
  /** The pipeline stands: whatever watches it from here on is disposed of at its end. */
  readonly watch?: (standing: StandingPipeline) => Disposable | undefined;
}

/** A pipeline whose halves both run. */
export interface StandingPipeline {
  /** Their shells, each on its own host. */
  readonly pids: Readonly<Record<"send" | "receive", number>>;
  /** `$SSH_CONNECTION` of each; empty where there is none. */
  readonly connections: Readonly<Record<"send" | "receive", string>>;
  /** The step whose stream is under way. */
  readonly step: () => string | undefined;
}

/**
 * Runs the streams of `steps` one after the other through one pipeline, and tells live how far they are.
 * A stream that fails ends the batch. Never rejects for a stream's failure: that is in the result.
 */
export async function runBatch(
  pipeline: Pipeline,
  steps: readonly TransferStep[],
  context: BatchContext,
): Promise<BatchResult> {
  const stop = new AbortController();
  let stalled: Promise<ZfsrError | undefined> | undefined;
  const watch = new StallWatch(context.stallTimeout, context.now, (silence) => {
    // the hosts are asked while the pipeline still stands: afterwards there is nothing to see
    stalled = batch.stalled(silence);
    void stalled.then((error) => (error ? stop.abort(error) : watch.again()));
  });
  const batch = new Batch(steps, context, watch);
  let ended: ZfsrError | undefined;
  try {
    const listener = {
      sender: (line: string) => batch.readSender(line),
      receiver: (line: string) => batch.readReceiver(line),
    };
    await pipeline.run(listener, AbortSignal.any([context.signal, stop.signal]));
  } catch (error) {
    ended = ZfsrError.from(error, steps[0]?.host ?? "");
  } finally {
    watch.dispose();
    batch.dispose();
  }
  // a pipeline that came to its end while the hosts were asked has not stalled
  return batch.result(ended && ((await stalled) ?? ended));
}

/** Silences before the link stands and after the last byte was sent are fine for so many timeouts. */
const patienceWithoutBytes = 4;

class Batch {
  private readonly streams = new Map<string, StreamResult>();
  private readonly progress: StreamProgress[];
  private sending = -1;
  /** By the number of a stream, how its send ended, and what it said. */
  private readonly sent = new Map<number, { readonly status: number; readonly text: readonly string[] }>();
  /** By the number of a stream, how its receive ended, and what it said. */
  private readonly taken = new Map<number, { readonly status: number; readonly text: readonly string[] }>();
  /** Streams whose receive has ended with 0. */
  private received = 0;
  private ready = false;
  private allSent = false;
  private wrongPool: string | undefined;
  /** Who writes there already, as the receiving half tells it. */
  private lockedBy: string | undefined;
  /** Streams that the sender began before the receiver was ready. */
  private readonly early: string[] = [];
  private senderText: string[] = [];
  private receiverText: string[] = [];
  private readonly pids: Partial<Record<"send" | "receive", number>> = {};
  private readonly connections: Partial<Record<"send" | "receive", string>> = {};
  private watching: Disposable | undefined;

  constructor(
    private readonly steps: readonly TransferStep[],
    private readonly context: BatchContext,
    private readonly watch: StallWatch,
  ) {
    this.progress = steps.map((step) => new StreamProgress(step.bytes));
    watch.heard(patienceWithoutBytes);
  }

  /** Why nothing goes through: asked of the hosts. */
  async stalled(silence: number): Promise<ZfsrError | undefined> {
    const at = Math.min(this.received, this.steps.length - 1);
    const step = this.steps[at];
    if (!step) throw new Error("a batch without streams");
    return this.context.explainStall(step, silence, this.progress[at]?.bytes ?? 0);
  }

  readSender(line: string): void {
    const report = readReportLine(line, this.context.frame);
    const step = this.steps[this.sending];
    const progress = this.progress[this.sending];
    switch (report.kind) {
      case "mark":
        if (report.subject === "pid") this.pids.send = Number(report.value);
        else if (report.subject === "connection") this.connected("send", report.value);
        else if (report.value === "begin") this.begin(Number(report.subject));
        else this.sentWhole(Number(report.subject), Number(report.value));
        return;
      case "size":
        progress?.size(report.bytes);
        return;
      case "sent":
        if (!step || !progress) return;
        if (progress.sent(report.snapshot, report.bytes, this.context.now(), this.ready)) this.watch.heard();
        this.tellProgress();
        return;
      case "text":
        if (!isStreamDescription(report.text)) this.senderText.push(report.text);
    }
  }

  readReceiver(line: string): void {
    const report = readReportLine(line, this.context.frame);
    if (report.kind !== "mark" || report.half !== "receive") {
      this.receiverText.push(line);
      return;
    }
    this.watch.heard(this.patience);
    if (report.subject === "pid") {
      this.pids.receive = Number(report.value);
      return;
    }
    if (report.subject === "connection") {
      this.connected("receive", report.value);
      return;
    }
    if (report.subject === "locked") {
      this.lockedBy = report.value;
      return;
    }
    if (report.subject === "pool") {
      this.ready = report.value === "ready";
      if (this.ready) {
        this.receiverText = [];
        for (const step of this.early) this.context.emit({ type: "step-started", step });
        if (this.progress[this.sending]?.bytes) this.tellProgress();
        this.stands();
      } else if (report.value !== "") this.wrongPool = report.value;
      return;
    }
    const index = Number(report.subject);
    if (!this.steps[index]) return;
    this.taken.set(index, { status: Number(report.value), text: this.receiverText });
    if (report.value !== "0") return;
    this.received = index + 1;
    this.receiverText = [];
    this.settle(index);
  }

  /** @param ended why the pipeline itself broke off, where it did */
  result(ended: ZfsrError | undefined): BatchResult {
    // of a receive that ended well whose sender said no more, the words that it had said are all there is
    for (const index of this.taken.keys()) this.settle(index, { status: 0, text: this.wordsOf(index) });
    const step = this.steps[this.received];
    const linkText =
      this.wrongPool === undefined ? this.receiverText.join("\n") : "the name leads to another machine there";
    if (step && !this.wasLeft(this.received) && (this.ready || ended || this.lockedBy !== undefined)) {
      const bytes = this.progress[this.received]?.bytes ?? 0;
      this.streams.set(step.id, { outcome: "failed", bytes, error: this.explain(this.received, step, ended) });
    }
    return { streams: this.streams, ready: this.ready, linkText, pids: this.pids };
  }

  /**
   * A stream whose receive has ended with 0 has its result once it is known how its send ended: `zfs receive` takes a package
   * that holds nothing for a whole one, and that is what a send writes that could not send.
   * @param otherwise what is taken for the end of a send that did not tell
   */
  private settle(index: number, otherwise?: { readonly status: number; readonly text: readonly string[] }): void {
    const step = this.steps[index];
    const progress = this.progress[index];
    const sent = this.sent.get(index) ?? otherwise;
    const taken = this.taken.get(index);
    if (!step || !progress || !sent || taken?.status !== 0 || this.streams.has(step.id)) return;
    if (hasFailed(sent)) {
      const { bytes } = progress;
      this.streams.set(step.id, { outcome: "failed", bytes, error: this.explain(index, step, undefined) });
      return;
    }
    const { bytes, finalBytes } = progress;
    const warnings = this.leftUndone(step, taken.text);
    this.streams.set(step.id, { outcome: "done", bytes: finalBytes, estimated: finalBytes - bytes, warnings });
    this.context.emit({ type: "step-ended", step: step.id, outcome: "done", bytes: finalBytes });
  }

  /** The sender has given up before this stream: its receive found nothing to read, and is tried again. */
  private wasLeft(index: number): boolean {
    return [...this.sent].some(([earlier, { status }]) => earlier < index && status !== 0);
  }

  /** What the send of a stream has said; what is said before another one begins is its own. */
  private wordsOf(index: number): readonly string[] {
    return this.sent.get(index)?.text ?? (index === this.sending ? this.senderText : []);
  }

  /** How far the stream under way is, once the receiver takes it. */
  private tellProgress(): void {
    const step = this.steps[this.sending];
    const progress = this.progress[this.sending];
    if (!this.ready || !step || !progress) return;
    this.context.emit({ type: "progress", step: step.id, ...progress.snapshot() });
  }

  /** The pipeline has ended. */
  dispose(): void {
    this.watching?.dispose();
  }

  private connected(half: "send" | "receive", connection: string): void {
    this.connections[half] = connection;
    this.stands();
  }

  /** Both halves may tell of themselves in any order. */
  private stands(): void {
    const { send, receive } = this.pids;
    const { send: from, receive: to } = this.connections;
    if (!this.ready || this.watching || send === undefined || receive === undefined) return;
    if (from === undefined || to === undefined) return;
    this.watching = this.context.watch?.({
      pids: { send, receive },
      connections: { send: from, receive: to },
      step: () => this.steps[this.sending]?.id,
    });
  }

  private begin(index: number): void {
    const step = this.steps[index];
    if (!step) return;
    // the sender goes on only where all before has ended with 0
    if (this.sending >= 0 && !this.sent.has(this.sending)) this.sentWhole(this.sending, 0);
    this.sending = index;
    this.watch.heard(this.patience);
    this.senderText = [];
    this.progress[index]?.begin(this.context.now());
    // the sender begins before the link stands: until then nothing has begun that a fallback would begin again
    if (this.ready) this.context.emit({ type: "step-started", step: step.id });
    else this.early.push(step.id);
  }

  /** How many timeouts of silence are fine: where no byte can be expected, more than one. */
  private get patience(): number {
    return this.ready && this.sending >= 0 && !this.allSent ? 1 : patienceWithoutBytes;
  }

  /** The target may need its time with what is in the pipe when the last stream has gone. */
  private sentWhole(index: number, status: number): void {
    this.sent.set(index, { status, text: this.senderText });
    this.allSent = index === this.steps.length - 1;
    this.watch.heard(this.patience);
    this.settle(index);
  }

  /** `zfs receive` ends with 0 though a property was refused: only its words tell. */
  private leftUndone(step: TransferStep, text: readonly string[]): ZfsrError[] {
    const output = text.join("\n");
    const object = formatPlace(step.target.host, step.target.dataset);
    return failuresIn(output)
      .filter(isBesideTheData)
      .map((failure) => new ZfsrError({ ...failure, object, because: `${failure.because} (${failure.line})`, output }));
  }

  /** One failed pipeline prints several errors; the cause is told from what only follows from it. */
  private explain(index: number, step: TransferStep, ended: ZfsrError | undefined): ZfsrError {
    if (ended) return ended;
    if (this.lockedBy !== undefined) return lockedBy(this.lockedBy, step.target.host, step.target.dataset);
    const source = formatPlace(step.host, step.to);
    const target = formatPlace(step.target.host, step.target.dataset);
    const own = this.wordsOf(index);
    const taken = this.taken.get(index);
    // where the receive broke, what the sender says last may tell why, whichever stream it was at
    const senderText = taken?.status === 0 || own === this.senderText ? own : [...own, ...this.senderText];
    const receiverText = taken?.text ?? this.receiverText;
    const output = [...senderText, ...receiverText].join("\n");
    const sent = this.sent.get(index);
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
}

/** A send that did not write the whole stream: 2.1 ends with 0 all the same where it could not send a snapshot of a package. */
function hasFailed({ status, text }: { readonly status: number; readonly text: readonly string[] }): boolean {
  return status !== 0 || text.some(tellsOfFailure);
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
