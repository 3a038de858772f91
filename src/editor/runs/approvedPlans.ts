import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Plan } from "../../core/plan/plan";
import type { ReplicationRequest } from "../../core/replication/request";
import { newRunId } from "../../core/runs/runDirectory";

/** A plan that was approved, in a file that `zfsr apply` takes. */
export interface ApprovedPlan {
  readonly path: string;
  /** Takes the file away. */
  readonly forget: () => Promise<void>;
}

/**
 * Keeps a plan beside the journals, for its owner alone.
 * @param runs the folder of all runs
 * @param isProduction tells whether a host is marked so: the run remembers it, for `zfsr retry`
 */
export async function keepApproved(
  runs: string,
  request: ReplicationRequest,
  plan: Plan,
  isProduction: (host: string) => boolean,
): Promise<ApprovedPlan> {
  // it brings zod with it, which is dear to load: the extension is not to begin with it
  const { writePlanFile } = await import("../../core/replication/planFile");
  const now = new Date();
  const folder = join(dirname(runs), "approved");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${newRunId(now.getTime())}.json`);
  const production = [...new Set([request.source.host, request.target.host])].filter(isProduction);
  const kept = writePlanFile([{ job: undefined, request, plan, production }], now.toISOString());
  await writeFile(path, kept, { mode: 0o600 });
  return { path, forget: () => rm(path, { force: true }) };
}
