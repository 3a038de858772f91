import { ZfsrError } from "../base/errors";
import { formatTimeWindow, openFor, type TimeWindow } from "../plan/timeWindow";
import type { ReplicationRequest } from "../replication/request";
import { formatPlace } from "../zfs/place";

/**
 * Does `work` while the request's time window is open. When it closes, the signal that `work` was given is aborted: a stream
 * is ended, and what was received of it is kept.
 * @param isUnfinished an earlier process has left something that may still go on: outside of the window, `work` ends it
 * @throws ZfsrError cancelled outside of the window, before anything is done
 */
export async function inWindow<T>(
  { window, target }: Pick<ReplicationRequest, "window" | "target">,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  isUnfinished = false,
): Promise<T> {
  if (!window) return work(signal);
  const place = formatPlace(target.host, target.dataset);
  const left = openFor(window, new Date());
  if (left === 0 && isUnfinished) return work(AbortSignal.abort(closed(place, window, "has closed")));
  if (left === 0) throw closed(place, window, "is not open, so nothing was done");
  const closing = new AbortController();
  const timer = setTimeout(() => closing.abort(closed(place, window, "has closed")), left);
  timer.unref();
  try {
    return await work(AbortSignal.any([signal, closing.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** Why a run was ended, or not begun, that no person has cancelled. */
export class WindowClosed extends ZfsrError {}

function closed(place: string, window: TimeWindow, what: string): WindowClosed {
  return new WindowClosed({
    reason: "cancelled",
    object: place,
    because: `the time window ${formatTimeWindow(window)} ${what}`,
    nextStep: "run it again when it is open: it goes on from what was kept; or run it now with --window always",
  });
}
