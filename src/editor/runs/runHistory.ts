import { type FSWatcher, watch } from "node:fs";
import { mkdir } from "node:fs/promises";
import type { Disposable } from "../../core/base/disposable";
import { Emitter } from "../../core/base/emitter";
import { ZfsrError } from "../../core/base/errors";
import type { Log } from "../../core/base/log";
import { Throttle } from "../../core/base/throttle";
import { readEnds } from "../../core/runs/readEnds";
import { beganAt, listRuns, type RunFiles, type RunId } from "../../core/runs/runDirectory";
import type { RunState } from "../../core/runs/runState";
import { lives } from "./lives";
import type { Transfers } from "./transfers";

/** A run that has ended. */
export interface PastRun {
  readonly files: RunFiles;
  readonly state: RunState;
}

/** Runs further back than this are not looked at. */
const newest = 200;
/** Milliseconds between two looks at the folder while it changes; a new run's journal may not be there at the first. */
const lookEvery = 400;

/**
 * The runs of this machine, whoever has started them: those that have ended by their journals, those under way by
 * following them. It begins when it is first needed, and then hears of every new one.
 */
export class RunHistory implements Disposable {
  private readonly past = new Map<RunId, PastRun>();
  private readonly known = new Set<RunId>();
  private readonly changed = new Emitter<PastRun | undefined>();
  /** A run has ended (with it), or many were found. */
  readonly onDidChange = this.changed.listen;
  private watcher: FSWatcher | undefined;
  private readonly looking = new Throttle(lookEvery, () => void this.look());
  private readonly ending: Disposable;
  private started: Promise<void> | undefined;
  /** What was there at first has been read. */
  private begun = false;
  private disposed = false;

  /** @param runs the folder of all runs */
  constructor(
    private readonly runs: string,
    private readonly transfers: Transfers,
    private readonly log: Log,
  ) {
    this.ending = transfers.onDidEnd((transfer) => this.keep(transfer));
  }

  /** Those that have ended, the newest first. */
  get ended(): readonly PastRun[] {
    return [...this.past.values()].sort((a, b) => (a.files.id < b.files.id ? 1 : -1));
  }

  get(id: RunId): PastRun | undefined {
    return this.past.get(id);
  }

  /** Reads what is there and hears of what comes; asked again, it gives the same. Nothing is read before. */
  start(): Promise<void> {
    return (this.started ??= this.begin());
  }

  dispose(): void {
    this.disposed = true;
    this.watcher?.close();
    this.looking.dispose();
    this.ending.dispose();
    this.changed.dispose();
  }

  private async begin(): Promise<void> {
    try {
      await mkdir(this.runs, { recursive: true, mode: 0o700 });
      if (this.disposed) return;
      this.watcher = watch(this.runs, () => this.looking.trigger());
      this.watcher.on("error", (error) => this.log.warn(ZfsrError.from(error, this.runs).message));
    } catch (error) {
      // without hearing of new runs, those that are there and those of this window are shown all the same
      this.log.warn(ZfsrError.from(error, this.runs).message);
    }
    await this.look();
    this.begun = true;
  }

  /** Takes up the runs that are not known yet. */
  private async look(): Promise<void> {
    try {
      const fresh = (await listRuns(this.runs)).slice(0, newest).filter(({ id }) => !this.known.has(id));
      const found = await Promise.all(fresh.map((files) => this.take(files)));
      if (found.includes(true)) this.changed.fire(undefined);
      // a folder without a journal: it has been made just now, and is looked at again
      if (found.includes(undefined)) this.looking.trigger();
    } catch (error) {
      this.log.warn(ZfsrError.from(error, this.runs).message);
    }
  }

  /** @returns true when it has ended already; undefined when it has not begun */
  private async take(files: RunFiles): Promise<boolean | undefined> {
    const state = await readEnds(files);
    if (this.disposed || this.known.has(files.id)) return false;
    if (!state) return isRecent(files.id) ? undefined : false;
    this.known.add(files.id);
    // one that has come since is followed even when it has ended meanwhile, so that all who look at ends hear of it
    if (this.begun || (state.outcome === undefined && (await lives(files)))) {
      this.transfers.follow(files, false);
      return false;
    }
    this.past.set(files.id, { files, state: withEnd(state) });
    return true;
  }

  private keep({ files, state }: PastRun): void {
    this.known.add(files.id);
    this.past.set(files.id, { files, state });
    this.changed.fire({ files, state });
  }
}

/** A run without an end in its journal has gone without a word; when, nobody knows. */
function withEnd(state: RunState): RunState {
  return state.endedAt === undefined ? { ...state, endedAt: state.startedAt } : state;
}

/** The name of a run tells when it began; a folder that has stayed empty for a minute is no run. */
function isRecent(id: RunId): boolean {
  return Date.now() - beganAt(id) < 60_000;
}
