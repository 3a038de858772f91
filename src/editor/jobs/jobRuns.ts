import { Emitter } from "../../core/base/emitter";
import type { Job } from "../../core/jobs/job";
import { jobKey } from "../../core/jobs/jobKey";
import type { RunState } from "../../core/runs/runState";
import type { DatasetPlace } from "../../core/zfs/place";
import type { RunHistory } from "../runs/runHistory";
import type { Transfers } from "../runs/transfers";
import { type AskedStatus, standingOfTarget, type TargetStanding } from "./jobStanding";

/** Tells how the targets of jobs stand: by the journals of their runs, and by what hosts said when they were asked. */
export class JobRuns {
  private readonly asked = new Map<string, AskedStatus>();
  private readonly changed = new Emitter<void>();
  /** Hosts were asked. */
  readonly onDidChange = this.changed.listen;
  private byJob: Map<string, RunState[]> | undefined;

  constructor(
    private readonly history: RunHistory,
    private readonly transfers: Transfers,
    private readonly now: () => number,
  ) {
    history.onDidChange(() => (this.byJob = undefined));
  }

  standing(job: Job, place: DatasetPlace): TargetStanding {
    const key = jobKey(job, place);
    const live = this.transfers.running.filter(({ state }) => state.request?.job === key).map(({ state }) => state);
    const runs = [...live, ...(this.ended().get(key) ?? [])];
    return standingOfTarget(job, place, { runs, running: live.length > 0, asked: this.asked.get(key) }, this.now());
  }

  /** Keeps what the hosts have said. */
  tell(job: Job, place: DatasetPlace, status: AskedStatus): void {
    this.asked.set(jobKey(job, place), status);
    this.changed.fire();
  }

  /** Read once for each change of the history, not for each row. */
  private ended(): Map<string, RunState[]> {
    if (this.byJob) return this.byJob;
    const byJob = new Map<string, RunState[]>();
    for (const { state } of this.history.ended) {
      if (!state.request) continue;
      const known = byJob.get(state.request.job);
      if (known) known.push(state);
      else byJob.set(state.request.job, [state]);
    }
    return (this.byJob = byJob);
  }
}
