import type { AdministrationRequest } from "../administration/request";
import { ZfsrError } from "../base/errors";
import { findingOf } from "../diagnosis/findingOf";
import type { Plan } from "../plan/plan";
import { formatPlace } from "../zfs/place";
import type { RunContext } from "./context";
import { endOf } from "./endOf";
import { planRequests } from "./planRequests";
import type { RunEnd } from "./recordRun";
import { runPlan } from "./runPlan";

/** Verbs that leave nothing to be done once they are done, so that planning them again is the proof. */
const proven: ReadonlySet<AdministrationRequest["verb"]> = new Set([
  ...([
    "snapshot",
    "hold",
    "release",
    "bookmark",
    "destroy-snapshots",
    "destroy-bookmarks",
    "destroy-dataset",
  ] as const),
  ...(["clone", "promote", "rename", "rename-snapshot", "set", "mount", "unmount"] as const),
  ...(["load-key", "unload-key", "abort", "rollback", "receive"] as const),
]);

/**
 * Runs the plan of some requests, then reads back: the same requests are planned again, and must leave nothing to be
 * done. What is left is a finding, and the run has failed.
 */
export async function runAdministration(
  requests: readonly AdministrationRequest[],
  plan: Plan,
  context: RunContext,
): Promise<RunEnd> {
  context.emit({ type: "planned", plan, bytes: undefined });
  const result = await runPlan(plan, context);
  if (result.errors.size > 0 || context.signal.aborted) return endOf(plan, result, [], context.signal);
  const left = await notDone(requests, context);
  for (const error of left) context.emit({ type: "finding", finding: findingOf(error) });
  return endOf(plan, { ...result, findings: [...result.findings, ...left.map(findingOf)] }, [], context.signal);
}

/** What the same requests would still do. A host that cannot be looked at is told as that. */
export async function notDone(
  requests: readonly AdministrationRequest[],
  { host, signal }: Pick<RunContext, "host" | "signal">,
): Promise<ZfsrError[]> {
  const left: ZfsrError[] = [];
  for (const request of requests.filter(({ verb, ...rest }) => proven.has(verb) && !("defer" in rest && rest.defer))) {
    try {
      const { steps } = await planRequests([request], host, signal);
      // a filesystem that is mounted is written to at once, if only its access times
      const undone = steps.find(
        (step) => request.verb !== "rollback" || step.destroys.some(({ kind }) => kind !== "changes"),
      );
      if (undone)
        left.push(
          new ZfsrError({
            reason: "not-verified",
            object: formatPlace(undone.host, undone.dataset),
            because: `the command ended well, and reading back shows that '${undone.argv.slice(0, 2).join(" ")}' has not taken place`,
            nextStep: "look at what is there, then run it again",
          }),
        );
    } catch (error) {
      left.push(ZfsrError.from(error, request.host));
    }
  }
  return left;
}
