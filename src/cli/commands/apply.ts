import type { RunId } from "../../core/runs/runDirectory";
import type { Environment } from "../environment";
import { exitCode, worstExitCode } from "../exitCodes";
import type { WindowWord } from "../outsideWindow";
import { readKeptPlans } from "./diffPlans";
import { replicateRequest } from "./replicate";

export interface ApplyOptions {
  /** What the plans destroy or rename is agreed to. */
  readonly yes: boolean;
  readonly detach: boolean;
  /** In place of the time window that was asked for before. */
  readonly window: WindowWord | undefined;
  /** Given to a detached run by the one who started it. */
  readonly run: RunId | undefined;
}

/**
 * `zfsr apply FILE`: runs plans that were kept by `zfsr plan --out FILE`, as they were approved. Each is planned anew from
 * what is there by now; where that would do anything else, nothing is done and the difference is told.
 */
export async function apply(path: string, options: ApplyOptions, environment: Environment): Promise<number> {
  const codes: number[] = [];
  for (const { request, plan } of await readKeptPlans(path)) {
    if (environment.cancel.signal.aborted) return exitCode.interrupted;
    const words = { ...options, snapshot: undefined, transfer: {}, approved: plan };
    codes.push(await replicateRequest(request, words, environment));
    // a detached process runs all of the file by itself
    if (options.detach) break;
  }
  return worstExitCode(codes);
}
