import { Emitter } from "../../core/base/emitter";
import type { Disposable } from "../../core/base/disposable";
import { ZfsrError } from "../../core/base/errors";
import { cancelRun } from "../../core/runs/control";
import type { Log } from "../../core/base/log";
import type { RunEvent } from "../../core/runs/events";
import { followJournal } from "../../core/runs/journal";
import type { RunFiles, RunId } from "../../core/runs/runDirectory";
import { emptyRunState, type RunState, withEvent } from "../../core/runs/runState";
import { lives } from "./lives";

/** A run that is followed, or was. */
export interface Transfer {
  readonly files: RunFiles;
  readonly state: RunState;
  /** All but progress, in order. */
  readonly events: readonly RunEvent[];
  /** Started by the user in this window: its end is told. Others are followed silently. */
  readonly own: boolean;
  /** What it came to, when it has ended or its process is gone. Never settles once nobody follows any more. */
  readonly ended: Promise<Transfer>;
}

/** Follows the journals of runs. It owns none of them: they go on when nobody follows. */
export class Transfers implements Disposable {
  private readonly followed = new Map<RunId, Transfer>();
  private readonly owned = new Set<RunId>();
  private readonly stop = new AbortController();
  private readonly changed = new Emitter<Transfer>();
  private readonly over = new Emitter<Transfer>();
  readonly onDidChange = this.changed.listen;
  /** Heard once for each run, after its last event. */
  readonly onDidEnd = this.over.listen;

  constructor(private readonly log: Log) {}

  /** Those under way, the newest first. */
  get running(): readonly Transfer[] {
    return [...this.followed.values()].filter((transfer) => transfer.state.endedAt === undefined).reverse();
  }

  /** Follows a run from its first event to its end. */
  follow(files: RunFiles, own: boolean): Transfer {
    if (own) this.owned.add(files.id);
    const known = this.followed.get(files.id);
    // it was heard of by its journal first, as those of others are
    if (known) return known.own === own ? known : this.claim(known);
    const events: RunEvent[] = [];
    const update = (state: RunState): Transfer => {
      const transfer = { files, state, events, own: this.owned.has(files.id), ended };
      this.followed.set(files.id, transfer);
      return transfer;
    };
    const hear = (event: RunEvent): void => {
      if (event.type !== "progress") events.push(event);
      this.changed.fire(update(withEvent(this.stateOf(files), event)));
    };
    const ended = new Promise<Transfer>((resolve) => {
      void followJournal(files, hear, () => lives(files), this.stop.signal)
        .catch((error: unknown) => this.log.warn(ZfsrError.from(error, files.id).message))
        .then(() => {
          if (!this.stop.signal.aborted) resolve(this.end(update(this.stateOf(files))));
        });
    });
    return update(emptyRunState(files.id));
  }

  /** The run of that name, while it is under way. */
  get(id: RunId): Transfer | undefined {
    return this.followed.get(id);
  }

  /** @returns false when its process is gone already */
  cancel(transfer: Transfer): Promise<boolean> {
    return cancelRun(transfer.files);
  }

  /** Stops following; the runs go on. */
  dispose(): void {
    this.stop.abort();
    this.changed.dispose();
    this.over.dispose();
  }

  private claim(known: Transfer): Transfer {
    const transfer = { ...known, own: this.owned.has(known.files.id) };
    this.followed.set(known.files.id, transfer);
    return transfer;
  }

  private stateOf(files: RunFiles): RunState {
    return this.followed.get(files.id)?.state ?? emptyRunState(files.id);
  }

  private end(transfer: Transfer): Transfer {
    const { state, files } = transfer;
    this.followed.delete(files.id);
    // a run without an end in its journal: its process has gone without a word
    const endedAt = state.endedAt ?? new Date().toISOString();
    const done = { ...transfer, state: { ...state, endedAt } };
    this.changed.fire(done);
    this.over.fire(done);
    return done;
  }
}
