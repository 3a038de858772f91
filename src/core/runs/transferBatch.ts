import { ZfsrError } from "../base/errors";
import type { TransferStep } from "../plan/step";
import type { BatchContext } from "./batchContext";
import type { BatchResult, StreamResult } from "./batchResult";
import { isStreamDescription, readReportLine } from "./pipelineReport";
import { StreamProgress } from "./progress";
import { StallWatch } from "./stallWatch";
import { Halves } from "./standingPipeline";
import { explainStream, type HalfEnd, hasFailed, leftUndone } from "./streamFailure";
import type { Pipeline } from "./transport";
import { lockedBy } from "./writerGuard";

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
  private readonly sent = new Map<number, HalfEnd>();
  /** By the number of a stream, how its receive ended, and what it said. */
  private readonly taken = new Map<number, HalfEnd>();
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
  private readonly halves: Halves;

  constructor(
    private readonly steps: readonly TransferStep[],
    private readonly context: BatchContext,
    private readonly watch: StallWatch,
  ) {
    this.progress = steps.map((step) => new StreamProgress(step.bytes));
    this.halves = new Halves(context.watch, () => steps[this.sending]?.id);
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
        if (report.subject === "pid") this.halves.pids.send = Number(report.value);
        else if (report.subject === "connection") this.halves.connected("send", report.value);
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
      this.halves.pids.receive = Number(report.value);
      return;
    }
    if (report.subject === "connection") {
      this.halves.connected("receive", report.value);
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
        this.halves.readyToReceive();
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
    return { streams: this.streams, ready: this.ready, linkText, pids: this.halves.pids };
  }

  /**
   * A stream whose receive has ended with 0 has its result once it is known how its send ended: `zfs receive` takes a package
   * that holds nothing for a whole one, and that is what a send writes that could not send.
   * @param otherwise what is taken for the end of a send that did not tell
   */
  private settle(index: number, otherwise?: HalfEnd): void {
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
    const warnings = leftUndone(step, taken.text);
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
    this.halves.dispose();
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

  /** Why a stream failed: by what broke the pipeline off, by who writes there already, or by what was said of it. */
  private explain(index: number, step: TransferStep, ended: ZfsrError | undefined): ZfsrError {
    if (ended) return ended;
    if (this.lockedBy !== undefined) return lockedBy(this.lockedBy, step.target.host, step.target.dataset);
    const own = this.wordsOf(index);
    const taken = this.taken.get(index);
    return explainStream({
      ...{ step, taken, sent: this.sent.get(index) },
      // where the receive broke, what the sender says last may tell why, whichever stream it was at
      senderText: taken?.status === 0 || own === this.senderText ? own : [...own, ...this.senderText],
      receiverText: taken?.text ?? this.receiverText,
    });
  }
}
