import { ZfsrError } from "./errors";

/** Throws a `cancelled` error when `signal` is aborted. @param what names the work that ends, for the message. */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw cancelled(what, signal.reason);
}

/** The error that every cancelled piece of work ends with. A reason that is a ZfsrError itself is passed on as it is. */
export function cancelled(what: string, cause?: unknown): ZfsrError {
  if (ZfsrError.is(cause)) return cause;
  return new ZfsrError({
    reason: "cancelled",
    object: what,
    because: "it was cancelled",
    nextStep: "start it again when you want it to go on",
    cause,
  });
}

/**
 * Waits. @param ms milliseconds. Rejects with `cancelled` as soon as `signal` is aborted.
 */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled("waiting", signal.reason));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(cancelled("waiting", signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
