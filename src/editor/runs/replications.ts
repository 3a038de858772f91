import type { Plan } from "../../core/plan/plan";
import type { ReplicationRequest } from "../../core/replication/request";
import { readJournal } from "../../core/runs/journal";
import { type RunId, runFiles } from "../../core/runs/runDirectory";
import { formatPlace } from "../../core/zfs/place";
import type { DetachedRuns } from "./detachedRuns";
import { showProgress } from "./transferNotification";
import type { Transfer, Transfers } from "./transfers";
import { applyWords, type ReachOptions, replicateWords, resumeWords, retryWords, runJobWords } from "./words";

/** Replications as runs of their own: started as the command line starts them, then followed by their journal. */
export class Replications {
  constructor(
    private readonly runs: string,
    private readonly detached: DetachedRuns,
    private readonly transfers: Transfers,
    private readonly reach: () => ReachOptions,
    private readonly isProduction: (host: string) => boolean,
  ) {}

  /** Resolves when the run has started. @param snapshot take one of the source first */
  async start(request: ReplicationRequest, snapshot: boolean): Promise<Transfer> {
    const { source, target } = request;
    const title = `${formatPlace(source.host, source.dataset)} to ${formatPlace(target.host, target.dataset)}`;
    return this.launch(replicateWords(request, snapshot, this.reach()), title);
  }

  /** Runs a plan as it was approved, or not at all where it would do something else by now. */
  async startApproved(request: ReplicationRequest, plan: Plan): Promise<Transfer> {
    // the schema of plans is dear to load
    const { keepApproved } = await import("./approvedPlans");
    const kept = await keepApproved(this.runs, request, plan, this.isProduction);
    try {
      const transfer = await this.launch(applyWords(kept.path, this.reach()), plan.title);
      void transfer.ended.then(kept.forget);
      return transfer;
    } catch (error) {
      await kept.forget();
      throw error;
    }
  }

  /** Goes on with what was received. @param from where it comes from, when no journal tells. @throws ZfsrError usage */
  async resume(place: string, from?: string): Promise<Transfer> {
    return this.launch(resumeWords(place, from, this.reach()), `Resuming ${place}`);
  }

  /** The same again, with all that was asked for: it goes on from what is there by now. @throws ZfsrError usage */
  async retry(run: RunId): Promise<Transfer> {
    const events = await readJournal(runFiles(this.runs, run)).catch(() => []);
    const started = events.find((event) => event.type === "run-started");
    const title = started?.type === "run-started" ? started.title : `Retrying ${run}`;
    return this.launch(retryWords(run, this.reach()), title);
  }

  /** Runs a job of a job file: a run for each target, one after the other. @param file its path on this machine */
  async runJob(file: string, job: string): Promise<Transfer> {
    return this.launch(runJobWords(file, job, this.reach()), `Job ${job}`);
  }

  private async launch(words: readonly string[], title: string): Promise<Transfer> {
    const id = await this.detached.start(words, title);
    const transfer = this.transfers.follow(runFiles(this.runs, id), true);
    void showProgress(transfer, this.transfers, title);
    return transfer;
  }
}
