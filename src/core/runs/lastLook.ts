import { formatDuration } from "../base/duration";
import { ZfsrError } from "../base/errors";
import { WindowClosed } from "./inWindow";

/** Milliseconds for a look at the end of a run: enough for a list of any size, and after a cancel, for what a person waits for. */
const usual: Bounds = { most: 2 * 3_600_000, cancelled: 60_000 };

/** Milliseconds. */
interface Bounds {
  readonly most: number;
  readonly cancelled: number;
}

/**
 * Looks at the end of a run, whether it was cancelled or not: what was kept is part of what is said at its end. A host whose
 * pool hangs answers never, and must not hold the run, its lock and the person who cancels.
 * @param signal of the run @param object what is looked at
 * @throws ZfsrError timeout, and what `look` throws
 */
export async function lastLook<T>(
  signal: AbortSignal,
  object: string,
  look: (signal: AbortSignal) => Promise<T>,
  bounds: Bounds = usual,
): Promise<T> {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => end.abort(tooLate(object, ms)), ms);
  };
  // nobody waits for the end of a run whose time window has closed
  const hurry = (): void => wait(signal.reason instanceof WindowClosed ? bounds.most : bounds.cancelled);
  if (signal.aborted) hurry();
  else wait(bounds.most);
  signal.addEventListener("abort", hurry, { once: true });
  try {
    return await look(end.signal);
  } catch (error) {
    throw end.signal.aborted ? ZfsrError.from(end.signal.reason, object) : error;
  } finally {
    signal.removeEventListener("abort", hurry);
    clearTimeout(timer);
  }
}

function tooLate(object: string, ms: number): ZfsrError {
  return new ZfsrError({
    reason: "timeout",
    object,
    because: `nobody could see within ${formatDuration(ms)} what has arrived there, so nothing that rests on it was let go of`,
    nextStep: "see that its pool answers (zpool status), then run it again",
  });
}
