import { readReportLine } from "../pipelineReport";
import type { PipelineListener } from "../transport";

/**
 * Takes the reports of a transfer that are read from files, again from their beginning after each lost connection, and
 * hands each line over once. Of progress that lies in the past, only the last of each snapshot is told; what the receiver
 * said before is told after what the sender did, so that no stream ends before it has begun.
 */
export class Reports {
  private told = { sender: 0, receiver: 0 };
  private read = { sender: 0, receiver: 0 };
  private caughtUp = false;
  private held: string[] = [];
  private progress: { readonly line: string; readonly snapshot: string } | undefined;

  constructor(
    private readonly frame: string,
    private readonly listener: PipelineListener,
  ) {}

  /** The files are read from their beginning from here on. */
  again(): void {
    this.read = { sender: 0, receiver: 0 };
    this.caughtUp = false;
    this.held = [];
    this.progress = undefined;
  }

  readonly sender = (line: string): void => {
    if (line === `${this.frame} send caught up`) {
      this.catchUp();
      return;
    }
    if (!this.isNew("sender")) return;
    const report = readReportLine(line, this.frame);
    if (this.caughtUp || report.kind !== "sent") {
      this.tellProgress();
      this.listener.sender(line);
      return;
    }
    if (this.progress?.snapshot !== report.snapshot) this.tellProgress();
    this.progress = { line, snapshot: report.snapshot };
  };

  readonly receiver = (line: string): void => {
    if (!this.isNew("receiver")) return;
    if (this.caughtUp) this.listener.receiver(line);
    else this.held.push(line);
  };

  /** All that was there has been read, or no more comes. */
  catchUp(): void {
    this.caughtUp = true;
    this.tellProgress();
    for (const line of this.held.splice(0)) this.listener.receiver(line);
  }

  private tellProgress(): void {
    const { progress } = this;
    this.progress = undefined;
    if (progress) this.listener.sender(progress.line);
  }

  /** Counts a line. @returns whether it has not been told before */
  private isNew(half: "sender" | "receiver"): boolean {
    this.read[half] += 1;
    if (this.read[half] <= this.told[half]) return false;
    this.told[half] = this.read[half];
    return true;
  }
}
