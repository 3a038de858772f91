import { ZfsrError } from "../base/errors";
import type { ReplicationRequest } from "../replication/request";
import { formatPlace } from "../zfs/place";
import { replicateWithRetries } from "./attempts";
import type { Emit } from "./events";
import { inWindow } from "./inWindow";
import { failedEnd, type RunEnd } from "./recordRun";
import type { ReplicateOptions } from "./replicate";
import { RunHooks } from "./runHooks";

/**
 * One run of a request as a whole: within its time window, its hooks before, its attempts, its hooks after.
 * @param run its name
 */
export async function wholeRun(
  request: ReplicationRequest,
  run: string,
  options: ReplicateOptions,
  emit: Emit,
  signal: AbortSignal,
): Promise<RunEnd> {
  const hooks = new RunHooks(request, run, options.host, emit);
  const end = await inWindow(
    request,
    signal,
    (open) => replicateWithRetries(request, { ...options, before: () => hooks.before(open) }, emit, open),
    (options.open ?? []).length > 0,
  ).catch((thrown: unknown) => {
    const failed = failedEnd(ZfsrError.from(thrown, formatPlace(request.target.host, request.target.dataset)));
    for (const finding of failed.findings) emit({ type: "finding", finding });
    return failed;
  });
  // a plan that is not run as it was approved runs nothing that stands in its file
  const warnings = options.approved && !hooks.haveBegun ? [] : await hooks.after(end);
  if (warnings.length === 0) return end;
  return {
    ...end,
    outcome: end.outcome === "done" ? "attention" : end.outcome,
    findings: [...end.findings, ...warnings],
  };
}
