import { ZfsrError } from "../../core/base/errors";
import { readJournal } from "../../core/runs/journal";
import { type RunId, runFiles, runId, runsFolder } from "../../core/runs/runDirectory";
import type { TransportChoice } from "../../core/runs/transport";
import type { Environment } from "../environment";
import { replicateRequest } from "./replicate";

export interface RetryOptions {
  readonly transport: TransportChoice;
  readonly detach: boolean;
  /** Given to a detached run by the one who started it. */
  readonly run: RunId | undefined;
}

/**
 * `zfsr retry RUN`: runs again what that run was asked for, all of it: its job, by which its holds are found, and how it
 * sends and receives. It takes no snapshot, and goes on from what is there by now.
 */
export async function retry(run: string, options: RetryOptions, environment: Environment): Promise<number> {
  const [first] = await readJournal(runFiles(runsFolder(environment.env), runId(run)));
  if (first?.type !== "run-started" || !first.request) {
    throw new ZfsrError({
      reason: "usage",
      object: run,
      because: "it was no replication, so its journal does not tell what to run again",
      nextStep: "list the runs: zfsr runs",
    });
  }
  return replicateRequest(first.request, { ...options, snapshot: undefined }, environment);
}
