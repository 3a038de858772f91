import type { Disposable } from "../base/disposable";

/**
 * Calls `onStall` once when nothing was heard for so long. One timer that is looked at when it runs out, however often
 * something is heard: watching costs nothing while bytes flow.
 */
export class StallWatch implements Disposable {
  private last: number;
  private patience = 1;
  private disposed = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param timeout milliseconds; 0 never ends anything @param now milliseconds of a clock that only goes forward */
  constructor(
    private readonly timeout: number,
    private readonly now: () => number,
    private readonly onStall: (silence: number) => void,
  ) {
    this.last = now();
    if (timeout > 0) this.arm(timeout);
  }

  /** Something went through. @param patience how many timeouts of silence are fine from here on */
  heard(patience = 1): void {
    this.last = this.now();
    // less patience than the timer was set for: it must look earlier
    if (patience < this.patience && this.timer !== undefined) this.arm(this.timeout * patience);
    this.patience = patience;
  }

  /** What looked like a stall was none: silence counts anew. */
  again(): void {
    this.last = this.now();
    if (this.timeout > 0 && !this.disposed) this.arm(this.timeout * this.patience);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const silence = this.now() - this.last;
      const left = this.timeout * this.patience - silence;
      if (left > 0) this.arm(left);
      else {
        this.timer = undefined;
        this.onStall(silence);
      }
    }, ms);
  }
}
