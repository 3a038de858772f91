import type { Prompter } from "../prompter";

/** A timeout that does not count the time in which a person is being asked. */
export class PausableTimeout {
  private timer: NodeJS.Timeout | undefined;
  private expire: (() => void) | undefined;
  private pauses = 0;

  /** @param ms milliseconds; they begin anew after each question */
  constructor(private readonly ms: number) {}

  /** Calls `expire` once when the time is over. */
  start(expire: () => void): void {
    this.expire = expire;
    this.arm();
  }

  stop(): void {
    this.expire = undefined;
    clearTimeout(this.timer);
  }

  /** A prompter whose questions stop the clock. */
  pausing(prompter: Prompter): Prompter {
    return {
      tell: (notice, signal) => prompter.tell?.(notice, signal),
      ask: async (prompt, signal) => {
        this.pauses += 1;
        clearTimeout(this.timer);
        try {
          return await prompter.ask(prompt, signal);
        } finally {
          this.pauses -= 1;
          this.arm();
        }
      },
    };
  }

  private arm(): void {
    if (this.pauses > 0 || !this.expire) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.expire?.(), this.ms);
  }
}
