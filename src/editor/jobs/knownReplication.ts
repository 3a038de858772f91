import { type DatasetName, isWithin, rebase } from "../../core/zfs/names";
import { type DatasetPlace, formatPlace } from "../../core/zfs/place";
import type { RunHistory } from "../runs/runHistory";
import type { DatasetReplication, ReplicaNote, ReplicationNotes } from "../tree/replicationNotes";
import type { JobFiles } from "./jobFiles";
import type { JobRuns } from "./jobRuns";
import { standingText } from "./jobStanding";

interface Pair {
  readonly source: DatasetPlace;
  readonly target: DatasetPlace;
  readonly recursive: boolean;
  /** How it stands; undefined where no job tells. */
  readonly note: (() => Omit<ReplicaNote, "place">) | undefined;
}

/** What replicates where: by the jobs of the workspace, and by the runs of this machine where no job says it. */
export class KnownReplication implements ReplicationNotes {
  private known: readonly Pair[] | undefined;

  constructor(
    private readonly files: JobFiles,
    private readonly runs: JobRuns,
    private readonly history: RunHistory,
  ) {
    files.onDidChange(() => (this.known = undefined));
    history.onDidChange(() => (this.known = undefined));
  }

  of(host: string, dataset: DatasetName): DatasetReplication | undefined {
    const told = this.pairs.flatMap((pair) => (pair.note ? [{ ...pair, note: pair.note }] : []));
    const targets = told
      .filter(({ source }) => source.host === host && source.dataset === dataset)
      .map(({ target, note }) => ({ place: formatPlace(target.host, target.dataset), ...note() }));
    const from = told.find(({ target }) => target.host === host && target.dataset === dataset);
    if (targets.length === 0 && !from) return undefined;
    const source = from && { place: formatPlace(from.source.host, from.source.dataset), ...from.note() };
    return { targets, source };
  }

  counterparts(host: string, dataset: DatasetName): DatasetPlace[] {
    const others = new Map<string, DatasetPlace>();
    for (const { source, target, recursive } of this.pairs) {
      for (const [here, there] of [
        [source, target],
        [target, source],
      ] as const) {
        if (here.host !== host || !(recursive ? isWithin(dataset, here.dataset) : dataset === here.dataset)) continue;
        const other = { host: there.host, dataset: rebase(dataset, here.dataset, there.dataset) };
        others.set(formatPlace(other.host, other.dataset), other);
      }
    }
    return [...others.values()];
  }

  private get pairs(): readonly Pair[] {
    return (this.known ??= [...this.jobPairs(), ...this.runPairs()]);
  }

  private jobPairs(): Pair[] {
    return this.files.files.flatMap(({ jobs }) =>
      jobs.flatMap(({ job }) =>
        job.targets.map((target) => {
          const note = () => {
            const standing = this.runs.standing(job, target);
            return { text: standingText(standing), late: standing.late || standing.state === "failed" };
          };
          return { source: job.source, target, recursive: job.recursive, note };
        }),
      ),
    );
  }

  private runPairs(): Pair[] {
    return this.history.ended.flatMap(({ state: { request } }) =>
      request
        ? [{ source: request.source, target: request.target, recursive: request.recursive, note: undefined }]
        : [],
    );
  }
}
