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
  /** `warnings`: what could not be done though the data arrived (a property that was refused, say). */
  | { readonly outcome: "done"; readonly bytes: number; readonly warnings: readonly ZfsrError[] }
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
        else this.sentWhole(Number(report.subject));
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
    if (report.value !== "0") return;
    const step = this.steps[Number(report.subject)];
    const progress = this.progress[Number(report.subject)];
    if (!step || !progress) return;
    this.streams.set(step.id, { outcome: "done", bytes: progress.finalBytes, warnings: this.leftUndone(step) });
    this.context.emit({ type: "step-ended", step: step.id, outcome: "done", bytes: progress.finalBytes });
    this.received = Number(report.subject) + 1;
    this.receiverText = [];
  }

  /** @param ended why the pipeline itself broke off, where it did */
  result(ended: ZfsrError | undefined): BatchResult {
    const step = this.steps[this.received];
    const linkText =
      this.wrongPool === undefined ? this.receiverText.join("\n") : "the name leads to another machine there";
    if (step && (this.ready || ended || this.lockedBy !== undefined)) {
      const bytes = this.progress[this.received]?.bytes ?? 0;
      this.streams.set(step.id, { outcome: "failed", bytes, error: this.explain(step, ended) });
    }
    return { streams: this.streams, ready: this.ready, linkText, pids: this.pids };
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
  private sentWhole(index: number): void {
    this.allSent = index === this.steps.length - 1;
    this.watch.heard(this.patience);
  }

  /** `zfs receive` ends with 0 though a property was refused: only its words tell. */
  private leftUndone(step: TransferStep): ZfsrError[] {
    const output = this.receiverText.join("\n");
    const object = formatPlace(step.target.host, step.target.dataset);
    return failuresIn(output)
      .filter((failure) => failure.reason === "property-not-received" || failure.reason === "mount-failed")
      .map((failure) => new ZfsrError({ ...failure, object, because: `${failure.because} (${failure.line})`, output }));
  }

  /** One failed pipeline prints several errors; the cause is told from what only follows from it. */
  private explain(step: TransferStep, ended: ZfsrError | undefined): ZfsrError {
    if (ended) return ended;
    if (this.lockedBy !== undefined) return lockedBy(this.lockedBy, step.target.host, step.target.dataset);
    const source = formatPlace(step.host, step.to);
    const target = formatPlace(step.target.host, step.target.dataset);
    const output = [...this.senderText, ...this.receiverText].join("\n");
    const candidates = [
      ...failuresIn(this.receiverText.join("\n"))
        .filter((failure, _, all) => all.length === 1 || !isAfterthought(failure))
        .map((failure) => ({ failure, object: target })),
      ...failuresIn(this.senderText.join("\n")).map((failure) => ({ failure, object: source })),
    ].sort((a, b) => rank(a.failure) - rank(b.failure));
    const best = candidates[0];
    if (best) return new ZfsrError({ ...best.failure, object: best.object, output });
    return new ZfsrError({
      reason: "connection-lost",
      object: target,
      because: `the connection broke before the stream was whole${output === "" ? "" : `: ${output.split("\n")[0] ?? ""}`}`,
      nextStep: "run it again: it goes on from what was kept, where anything was",
      output,
    });
  }
}

/** A receive that made nothing also says that what it would have made cannot be opened. */
function isAfterthought(failure: Failure): boolean {
  return failure.reason === "not-found" && failure.line.startsWith("cannot open ");
}

function rank(failure: Failure): number {
  if (failure.symptom) return 2;
  return failure.reason === "stream-incomplete" ? 1 : 0;
}
