import { cancelled } from "../base/abort";

/**
 * Work that several may want at the same time and that is done once. It is given up only when all who wait for it have
 * given up. @param what names the work for `cancelled` errors
 */
export class SharedAttempt {
  private current: { readonly promise: Promise<void>; readonly abort: AbortController; waiting: number } | undefined;

  constructor(private readonly what: () => string) {}

  /**
   * Waits for the work under way, or starts `work`. Without `work`: resolves at once when nothing is under way.
   * Rejects with what the work rejects with, or with `cancelled` when `signal` is aborted.
   */
  async join(signal: AbortSignal | undefined, work?: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (signal?.aborted) throw cancelled(this.what(), signal.reason);
    if (!this.current) {
      if (!work) return;
      const abort = new AbortController();
      const promise = work(abort.signal).finally(() => (this.current = undefined));
      promise.catch(() => undefined);
      this.current = { promise, abort, waiting: 0 };
    }
    const { current } = this;
    current.waiting += 1;
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        if (--current.waiting === 0) current.abort.abort(signal?.reason);
        reject(cancelled(this.what(), signal?.reason));
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      current.promise.then(resolve, reject).finally(() => signal?.removeEventListener("abort", onAbort));
    });
  }
}
