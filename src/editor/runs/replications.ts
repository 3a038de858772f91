import { ZfsrError } from "../../core/base/errors";
import type { ReplicationRequest } from "../../core/replication/request";
import { readJournal } from "../../core/runs/journal";
import { type RunId, runFiles } from "../../core/runs/runDirectory";
import { formatPlace } from "../../core/zfs/place";
import type { DetachedRuns } from "./detachedRuns";
import { showProgress } from "./transferNotification";
import type { Transfers } from "./transfers";
import { type ReachOptions, replicateWords, resumeWords } from "./words";

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

  /** The same again: it goes on from whatever is there by now. @throws ZfsrError usage when it was no replication */
  async retry(run: RunId): Promise<void> {
    const started = (await readJournal(runFiles(this.runs, run))).find((event) => event.type === "run-started");
    if (started?.type === "run-started" && started.request) return this.start(started.request, false);
    throw new ZfsrError({
      reason: "usage",
      object: run,
      because: "its journal does not tell what was asked for",
      nextStep: "start it anew with Replicate…",
    });
  }

  private async launch(words: readonly string[], title: string): Promise<void> {
    const id = await this.detached.start(words, title);
    const transfer = this.transfers.follow(runFiles(this.runs, id), true);
    void showProgress(transfer, this.transfers, title);
  }
}
