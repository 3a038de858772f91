import type { Host } from "../../core/hosts/host";
import type { Plan } from "../../core/plan/plan";
import { createContext } from "../../core/runs/createContext";
import { endOf } from "../../core/runs/endOf";
import { recordRun } from "../../core/runs/recordRun";
import { newRunId, runFiles } from "../../core/runs/runDirectory";
import { runPlan } from "../../core/runs/runPlan";
import type { Transfer, Transfers } from "./transfers";

/** Runs small plans in this process: a snapshot, giving up a partial receive. They have a journal like all others. */
export class PlanRuns {
  constructor(
    private readonly runs: string,
    private readonly host: (id: string) => Host,
    private readonly transfers: Transfers,
  ) {}

  /** @returns what it came to; a plan that fails does not reject */
  async run(plan: Plan): Promise<Transfer> {
    const files = runFiles(this.runs, newRunId(Date.now()));
    const followed: Transfer[] = [];
    const observe = (): void => {
      if (followed.length === 0) followed.push(this.transfers.follow(files, true));
    };
    await recordRun(files, plan.title, undefined, observe, new AbortController(), async (emit, signal) => {
      emit({ type: "planned", plan, bytes: undefined });
      const context = createContext({ host: this.host, transport: "auto", emit, signal });
      return endOf(plan, await runPlan(plan, context), [], signal);
    });
    const [transfer = this.transfers.follow(files, true)] = followed;
    return transfer.ended;
  }
}
