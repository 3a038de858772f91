import { runId } from "../../../core/runs/runDirectory";
import type { Services } from "../services";

/** Runs a replication again as it was asked for; it goes on from what is there by now. */
export async function retryTransfer({ replications }: Pick<Services, "replications">, run?: string): Promise<void> {
  if (run !== undefined) await replications.retry(runId(run));
}
