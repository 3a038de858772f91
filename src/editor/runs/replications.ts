import type { ReplicationRequest } from "../../core/replication/request";
import { readJournal } from "../../core/runs/journal";
import { type RunId, runFiles } from "../../core/runs/runDirectory";
import { formatPlace } from "../../core/zfs/place";
import type { DetachedRuns } from "./detachedRuns";
import { showProgress } from "./transferNotification";
import type { Transfers } from "./transfers";
import { type ReachOptions, replicateWords, resumeWords, retryWords } from "./words";

/** Replications as runs of their own: started as the command line starts them, then followed by their journal. */
export class Replications {
  constructor(
    private readonly runs: string,
    private readonly detached: DetachedRuns,
    private readonly transfers: Transfers,
    private readonly reach: () => ReachOptions,
  ) {}

  /** Resolves when the run has started. @param snapshot take one of the source first */
  async start(request: ReplicationRequest, snapshot: boolean): Promise<void> {
    const { source, target } = request;
    const title = `${formatPlace(source.host, source.dataset)} to ${formatPlace(target.host, target.dataset)}`;
    await this.launch(replicateWords(request, snapshot, this.reach()), title);
  }

  /** Goes on with what was received. @param from where it comes from, when no journal tells. @throws ZfsrError usage */
  async resume(place: string, from?: string): Promise<void> {
    await this.launch(resumeWords(place, from, this.reach()), `Resuming ${place}`);
  }

  /** The same again, with all that was asked for: it goes on from what is there by now. @throws ZfsrError usage */
  async retry(run: RunId): Promise<void> {
    const events = await readJournal(runFiles(this.runs, run)).catch(() => []);
    const started = events.find((event) => event.type === "run-started");
    const title = started?.type === "run-started" ? started.title : `Retrying ${run}`;
    await this.launch(retryWords(run, this.reach()), title);
  }

  private async launch(words: readonly string[], title: string): Promise<void> {
    const id = await this.detached.start(words, title);
    const transfer = this.transfers.follow(runFiles(this.runs, id), true);
    void showProgress(transfer, this.transfers, title);
  }
}
