import { ZfsrError } from "../base/errors";
import type { TransferStep } from "../plan/step";
import { type Failure, failuresIn } from "../zfs/failures";
import { formatPlace } from "../zfs/place";
import type { Emit } from "./events";
import { isStreamDescription, readReportLine } from "./pipelineReport";
import { StreamProgress } from "./progress";
import type { Pipeline } from "./transport";

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
}

export interface BatchContext {
  readonly frame: string;
  readonly emit: Emit;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly signal: AbortSignal;
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
  const batch = new Batch(steps, context);
  let ended: ZfsrError | undefined;
  try {
    await pipeline.host.follow(pipeline.script, {
      signal: context.signal,
      onStderrLine: (line) => batch.readSender(line),
      onStdoutLine: (line) => batch.readReceiver(line),
    });
  } catch (error) {
    ended = ZfsrError.from(error, pipeline.host.id);
  }
  return batch.result(ended);
}

class Batch {
  private readonly streams = new Map<string, StreamResult>();
  private readonly progress: StreamProgress[];
  private sending = -1;
  private received = 0;
  private ready = false;
  private wrongPool: string | undefined;
  /** Streams that the sender began before the receiver was ready. */
  private readonly early: string[] = [];
  private senderText: string[] = [];
  private receiverText: string[] = [];

  constructor(
    private readonly steps: readonly TransferStep[],
    private readonly context: BatchContext,
  ) {
    this.progress = steps.map((step) => new StreamProgress(step.bytes));
  }

  readSender(line: string): void {
    const report = readReportLine(line, this.context.frame);
    const step = this.steps[this.sending];
    const progress = this.progress[this.sending];
    switch (report.kind) {
      case "mark":
        if (report.value === "begin") this.begin(Number(report.subject));
        return;
      case "size":
        progress?.size(report.bytes);
        return;
      case "sent":
        if (!step || !progress) return;
        progress.sent(report.snapshot, report.bytes, this.context.now());
        if (this.ready) this.context.emit({ type: "progress", step: step.id, ...progress.snapshot() });
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
    if (report.subject === "pool") {
      this.ready = report.value === "ready";
      if (this.ready) {
        this.receiverText = [];
        for (const step of this.early) this.context.emit({ type: "step-started", step });
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
    if (step && (this.ready || ended)) {
      const bytes = this.progress[this.received]?.bytes ?? 0;
      this.streams.set(step.id, { outcome: "failed", bytes, error: this.explain(step, ended) });
    }
    return { streams: this.streams, ready: this.ready, linkText };
  }

  private begin(index: number): void {
    const step = this.steps[index];
    if (!step) return;
    this.sending = index;
    this.senderText = [];
    this.progress[index]?.begin(this.context.now());
    // the sender begins before the link stands: until then nothing has begun that a fallback would begin again
    if (this.ready) this.context.emit({ type: "step-started", step: step.id });
    else this.early.push(step.id);
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
    const source = formatPlace(step.host, step.to);
    const target = formatPlace(step.target.host, step.target.dataset);
    const output = [...this.senderText, ...this.receiverText].join("\n");
    const candidates = [
      ...failuresIn(this.receiverText.join("\n")).map((failure) => ({ failure, object: target })),
      ...failuresIn(this.senderText.join("\n")).map((failure) => ({ failure, object: source })),
    ].sort((a, b) => rank(a.failure) - rank(b.failure));
    const best = candidates[0];
    if (best) return new ZfsrError({ ...best.failure, object: best.object, output });
    return new ZfsrError({
      reason: "connection-lost",
      object: target,
      because: `the connection broke before the stream was whole${output === "" ? "" : `: ${output.split("\n")[0] ?? ""}`}`,
      nextStep: "resume: what was received is kept",
      output,
    });
  }
}

function rank(failure: Failure): number {
  if (failure.symptom) return 2;
  return failure.reason === "stream-incomplete" ? 1 : 0;
}
