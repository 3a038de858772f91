import { isAlive } from "../../core/runs/control";
import { readJournal } from "../../core/runs/journal";
import { readEnds } from "../../core/runs/readEnds";
import { listRuns, type RunFiles, type RunId } from "../../core/runs/runDirectory";
import { emptyRunState, type RunState, withEvent } from "../../core/runs/runState";

/** A run by its journal. */
export interface RecentRun {
  readonly files: RunFiles;
  readonly state: RunState;
  /** Its process lives, or did when this was read. */
  readonly alive: boolean;
}

/** Runs further back are not read. */
const mostRead = 100;

/** The newest runs of this machine, whoever has started them. What has ended is read once. */
export class RecentRuns {
  private readonly ended = new Map<RunId, RecentRun>();

  /** @param runs the folder of all runs */
  constructor(private readonly runs: string) {}

  /** Newest first. A journal that cannot be read is left out. */
  async list(): Promise<readonly RecentRun[]> {
    const newest = (await listRuns(this.runs)).slice(0, mostRead);
    const found = await Promise.all(newest.map(async (files) => this.ended.get(files.id) ?? this.read(files)));
    return found.filter((run) => run !== undefined);
  }

  private async read(files: RunFiles): Promise<RecentRun | undefined> {
    const ends = await readEnds(files).catch(() => undefined);
    if (!ends) return undefined;
    const alive = ends.endedAt === undefined && (await isAlive(files));
    // how far one is that is under way stands between its ends
    const state = alive ? (await readJournal(files)).reduce(withEvent, emptyRunState(files.id)) : ends;
    const run = { files, state, alive };
    if (!run.alive) this.ended.set(files.id, run);
    return run;
  }
}
