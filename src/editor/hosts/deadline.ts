import { ZfsrError } from "../../core/base/errors";

/** What a deadline needs from outside. */
export interface DeadlineOptions {
  readonly ms: number;
  /** Time does not count while this is true: a person is being asked, say. */
  readonly paused: () => boolean;
  /** For the error: the host. */
  readonly object: string;
}

/**
 * Ends `work` after a time, so that nothing waits for ever on a host that does not answer.
 * @throws ZfsrError timeout
 */
export async function withDeadline<T>(options: DeadlineOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { ms, paused, object } = options;
  const abort = new AbortController();
  const tick = Math.min(250, ms);
  let left = ms;
  const timer = setInterval(() => {
    if (paused()) return;
    left -= tick;
    if (left <= 0) abort.abort(timeoutError(object, ms));
  }, tick);
  const late = new Promise<never>((_, reject) => {
    abort.signal.addEventListener("abort", () => reject(timeoutError(object, ms)), { once: true });
  });
  try {
    return await Promise.race([work(abort.signal), late]);
  } finally {
    clearInterval(timer);
  }
}

function timeoutError(object: string, ms: number): ZfsrError {
  return new ZfsrError({
    reason: "timeout",
    object,
    because: `it did not answer within ${Math.round(ms / 1000)} s`,
    nextStep: "check that it is up and reachable, then retry",
  });
}
