import type { Disposable } from "./disposable";

/** Calls `work` for a burst of triggers at once and then every `ms` milliseconds, last of all after the last trigger. */
export class Throttle implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private again = false;

  constructor(
    private readonly ms: number,
    private readonly work: () => void,
  ) {}

  /** `work` is to be done now or soon. */
  readonly trigger = (): void => {
    if (this.timer !== undefined) {
      this.again = true;
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.again) return;
      this.again = false;
      this.trigger();
    }, this.ms);
    this.work();
  };

  /** What is still to be done is not done any more. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.again = false;
  }
}
