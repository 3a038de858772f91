import { ZfsrError } from "../../core/base/errors";
import { readJournal } from "../../core/runs/journal";
import { defaultRequest } from "../../core/replication/request";
import { type RunId, runFiles, runId, runsFolder } from "../../core/runs/runDirectory";
import type { TransferOptions } from "../../core/plan/transferOptions";
import type { Environment } from "../environment";
import type { WindowWord } from "../outsideWindow";
import { replicateRequest } from "./replicate";

export interface RetryOptions {
  /** What was written of how streams travel; the rest is as it was asked for before, or usual. */
  readonly transfer: Partial<TransferOptions>;
  readonly detach: boolean;
  /** In place of the time window that was asked for before. */
  readonly window: WindowWord | undefined;
  /** What the plan destroys or renames is agreed to. */
  readonly yes: boolean;
  /** Given to a detached run by the one who started it. */
  readonly run: RunId | undefined;
}

/**
 * `zfsr retry RUN`: runs again what that run was asked for, all of it: its job, by which its holds are found, and how it
 * sends and receives. It takes no snapshot, and goes on from what is there by now. What was a production host then is one now.
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
  const { request, production } = first;
  return replicateRequest(
    { ...defaultRequest, ...request },
    { ...options, snapshot: undefined, production },
    environment,
  );
}
