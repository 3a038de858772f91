import { delay } from "../base/abort";
import { backoff } from "../base/backoff";
import { type Reason, ZfsrError } from "../base/errors";
import type { Finding } from "../diagnosis/finding";
import { findingOf } from "../diagnosis/findingOf";
import { isTransfer } from "../plan/step";
import { defaultTransfer } from "../plan/transferOptions";
import type { ReplicationRequest } from "../replication/request";
import type { Emit } from "./events";
import { isStopped } from "./endOf";
import { DirectWays } from "./directWays";
import { endLeft, type LeftHalf } from "./endHalf";
import { failedEnd, type RunEnd } from "./recordRun";
import { createContext } from "./createContext";
import type { OpenTransfer } from "./onSource/openTransfers";
import { takeBack } from "./onSource/takeBack";
import { readBack } from "./readBack";
import { replicate, type ReplicateOptions } from "./replicate";
import { SnapshotTaken } from "./snapshotTaken";

/** What passes by itself: the link or a host was away. */
const passing: readonly Reason[] = ["connection-lost", "stalled", "timeout", "stream-incomplete"];
/** What passes, too, once both hosts have been reached in this run: one that starts again has its pools later than ssh. */
const passingLater: readonly Reason[] = [...passing, "host-unreachable", "pool-not-found", "module-not-loaded"];
/**
 * What an attempt before may have left behind: its receive has not noticed yet that its sender is gone. On the first
 * attempt it is somebody else's, and a person is told at once.
 */
const leftBehind: readonly Reason[] = ["busy", "partial-receive-exists"];

/**
 * Replicates, and begins again where the link or a host was away: after a pause that grows, a limited number of times, and
 * each time from what is really there, so that a dataset that has arrived is not sent again and one that was cut off is
 * resumed. A host that was never reached in this run fails at once: a person who mistyped its name is told now.
 * The findings of attempts that were overcome stay in the journal; the end has those of the last one.
 */
export async function replicateWithRetries(
  request: ReplicationRequest,
  options: ReplicateOptions,
  emit: Emit,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { limit, first, most } = (request.transfer ?? defaultTransfer).retries;
  const seen = { planned: false, stopped: false, begun: false };
  const snapshot = new SnapshotTaken();
  const watched: Emit = (event) => {
    if (event.type === "planned") {
      seen.stopped = isStopped(event.plan);
      seen.planned ||= event.plan.steps.some(isTransfer);
    }
    seen.begun ||= event.type === "step-started";
    snapshot.hear(event);
    emit(event);
  };
  const left: LeftHalf[] = [];
  const ways = new DirectWays();
  const agreement: NonNullable<ReplicateOptions["agreement"]> = {};
  const { open = [] } = options;
  let bytesSent = await takenBack(open, { ...options, left }, request, emit, signal);
  const [last] = open;
  // a run that only looked after what was left, and is cancelled, tells what is there
  if (last && signal.aborted) return cancelledEnd(last, request, options, bytesSent, signal);
  /** Of the last attempt that came to one: what is there as far as anybody has seen. */
  let seenEnd: RunEnd | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const tried = await tryOnce(
      request,
      {
        ...options,
        snapshot: snapshot.taken ? undefined : options.snapshot,
        left,
        ways,
        agreement,
        begun: seen.begun,
      },
      watched,
      signal,
    );
    bytesSent += tried.end?.bytesSent ?? 0;
    seenEnd = tried.end ?? seenEnd;
    const because = passes(tried, seen, attempt);
    if (because === undefined || signal.aborted || attempt > limit) {
      if (tried.error) {
        if (!seenEnd) throw tried.error;
        emit({ type: "finding", finding: findingOf(tried.error) });
      }
      return { ...lastEnd(tried, seenEnd), bytesSent };
    }
    const wait = backoff(attempt + 1, { first, most, jitter: 0.2 }, Math.random);
    emit({ type: "attempt", attempt: attempt + 1, of: limit + 1, wait, because });
    try {
      await delay(wait, signal);
    } catch (cancelled) {
      if (tried.error) emit({ type: "finding", finding: findingOf(tried.error) });
      if (!seenEnd) throw cancelled;
      return { ...lastEnd(tried, seenEnd), outcome: "interrupted", bytesSent };
    }
    await endLeft(left, options.host);
  }
}

/** The end of the last attempt; of one that came to none, what those before have left there is what there is. */
function lastEnd({ end, error }: Tried, before: RunEnd | undefined): RunEnd {
  if (end) return end;
  const failed = failedEnd(error);
  const { targets } = before ?? failed;
  return { ...failed, outcome: targets.some(({ partial }) => partial) ? "interrupted" : failed.outcome, targets };
}

/** @returns bytes of transfers that lived on their source, followed to their end */
function takenBack(
  open: readonly OpenTransfer[],
  { host, left, run }: Pick<ReplicateOptions, "host" | "run"> & { readonly left: LeftHalf[] },
  { transfer = defaultTransfer }: ReplicationRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<number> | number {
  return open.length === 0 ? 0 : takeBack(open, run, createContext({ host, left, transfer, emit, signal }));
}

async function cancelledEnd(
  { plan }: OpenTransfer,
  request: ReplicationRequest,
  { host }: ReplicateOptions,
  bytesSent: number,
  signal: AbortSignal,
): Promise<RunEnd> {
  const findings: Finding[] = [];
  const targets = await readBack(request, plan.goals, host, signal, (error) => findings.push(findingOf(error)));
  return { outcome: "interrupted", bytesSent, findings, targets };
}

type Tried = { readonly end: RunEnd; readonly error?: never } | { readonly end?: never; readonly error: ZfsrError };

async function tryOnce(...[request, options, emit, signal]: Parameters<typeof replicate>): Promise<Tried> {
  try {
    return { end: await replicate(request, options, emit, signal) };
  } catch (error) {
    return { error: ZfsrError.from(error, request.target.host) };
  }
}

/**
 * Why another attempt may go better; undefined when it would not, or nothing is left to do.
 * @param seen `planned`: both hosts have answered before; `stopped`: nothing could be planned
 */
function passes(
  { end, error }: Tried,
  seen: { readonly planned: boolean; readonly stopped: boolean },
  attempt: number,
): string | undefined {
  const reasons = [...(seen.planned ? passingLater : passing), ...(attempt > 1 ? leftBehind : [])];
  const stopped = seen.stopped && attempt > 1;
  if (error) return ZfsrError.is(error, ...reasons) ? `${error.object}: ${error.because}` : undefined;
  if (end.outcome === "done" || end.outcome === "attention") return undefined;
  const wanted: readonly string[] = reasons;
  const errors = end.findings.filter((finding: Finding) => finding.severity === "error");
  const found = errors.find((finding) => wanted.includes(finding.id));
  return found?.title ?? (stopped && errors.length === 0 ? "a pool is not there again yet" : undefined);
}
