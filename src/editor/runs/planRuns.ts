import type { Host } from "../../core/hosts/host";
import { refuseBeyond } from "../../core/plan/agreed";
import { destroyedBy, type Plan } from "../../core/plan/plan";
import { defaultTransfer } from "../../core/plan/transferOptions";
import type { AskKey } from "../../core/runs/context";
import { recordRun } from "../../core/runs/recordRun";
import { newRunId, runFiles } from "../../core/runs/runDirectory";
import type { MakePlan } from "../plans/review";
import type { Transfer, Transfers } from "./transfers";

/** Also what destroyed nothing when it was looked at: a volume may be larger by now, and a snapshot wait for its last hold. */
function mayDestroy(plan: Plan): boolean {
  return destroyedBy(plan).length > 0 || plan.steps.some(({ kind }) => kind === "set-property" || kind === "release");
}

/** Runs small plans in this process: a snapshot, giving up a partial receive. Their journal has every command, as all have. */
export class PlanRuns {
  constructor(
    private readonly runs: string,
    private readonly host: (id: string) => Host,
    private readonly transfers: Transfers,
    /** Asks for the keys that steps read. */
    private readonly askKey: AskKey,
  ) {}

  /** @returns what it came to; a plan that fails does not reject. @param make as for `start` */
  async run(plan: Plan, make: MakePlan): Promise<Transfer> {
    return (await this.start(plan, make)).ended;
  }

  /**
   * Resolves when the run has begun.
   * @param make plans the same again: hours after a person has looked at a plan that destroys, it must not take more
   */
  start(plan: Plan, make: MakePlan): Promise<Transfer> {
    const files = runFiles(this.runs, newRunId(Date.now()));
    return new Promise((resolve, reject) => {
      const begun = (): void => resolve(this.transfers.follow(files, true));
      const run = { files, title: plan.title, host: this.host, hear: begun, cancel: new AbortController() };
      recordRun(run, async ({ emit, signal, host }) => {
        emit({ type: "planned", plan, bytes: undefined });
        if (mayDestroy(plan)) refuseBeyond(plan, await make(signal));
        const { runHere } = await import("./runHere");
        return runHere(plan, { host, transfer: defaultTransfer, emit, signal, askKey: this.askKey });
      }).then(begun, reject);
    });
  }
}
