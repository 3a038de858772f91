import type { RunEvent } from "../../../core/runs/events";

/** Points of the curve; when there are more, neighbours become one. */
const mostPoints = 600;
/** Seconds; over less than this, what only filled a pipe looks like a rate. */
const shortest = 0.5;

/**
 * The throughput of a run over its time, from its progress: bytes between two reports over the time between them, all
 * streams together. A run of days has as many points as one of minutes, each over a longer time.
 */
export class Throughput {
  private begun: number | undefined;
  private readonly before = new Map<string, number>();
  /** End of each span in seconds since the run began, its length, and its bytes. */
  private spans: { readonly end: number; readonly length: number; readonly bytes: number }[] = [];
  private last = 0;
  /** Bytes that were reported too soon after the last span to make one. */
  private pending = 0;

  add(event: RunEvent): void {
    const at = Date.parse(event.at);
    if (event.type === "run-started") this.begun = at;
    if (event.type === "step-started") this.mark(at, 0);
    if (event.type !== "progress") return;
    const known = this.before.get(event.step) ?? 0;
    this.before.set(event.step, event.bytes);
    // a stream that begins anew counts from nothing
    this.mark(at, event.bytes >= known ? event.bytes - known : event.bytes);
  }

  /** Seconds since the run began, rising, and bytes a second up to each. */
  get curve(): { readonly seconds: number[]; readonly rates: number[] } {
    return {
      seconds: this.spans.map(({ end }) => end),
      rates: this.spans.map(({ length, bytes }) => bytes / length),
    };
  }

  private mark(at: number, bytes: number): void {
    const end = (at - (this.begun ?? at)) / 1000;
    const length = end - this.last;
    this.pending += bytes;
    if (length < shortest && (bytes > 0 || length <= 0)) return;
    this.last = end;
    this.spans.push({ end, length, bytes: this.pending });
    this.pending = 0;
    if (this.spans.length > mostPoints) this.halve();
  }

  private halve(): void {
    const halved: typeof this.spans = [];
    for (let i = 0; i < this.spans.length; i += 2) {
      const [first, second] = [this.spans[i], this.spans[i + 1]];
      if (first && second)
        halved.push({ end: second.end, length: first.length + second.length, bytes: first.bytes + second.bytes });
      else if (first) halved.push(first);
    }
    this.spans = halved;
  }
}
