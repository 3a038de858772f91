import { Emitter } from "../../core/base/emitter";
import { formatPlace } from "../../core/zfs/place";
import type { PastRun, RunHistory } from "../runs/runHistory";

/** Where it is kept until when failures were seen: the editor's own storage. */
export interface SeenStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = "transfers.seen";

/**
 * Replications that have failed and that nobody has looked at yet, also those that failed while no window was open; one
 * whose target a later run has brought up is none.
 */
export class UnseenFailures {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.listen;

  constructor(
    private readonly history: RunHistory,
    private readonly store: SeenStore,
  ) {
    history.onDidChange(() => this.changed.fire());
  }

  get list(): readonly PastRun[] {
    const seen = this.store.get(key);
    return failures(this.history.ended).filter(({ files }) => typeof seen !== "string" || files.id > seen);
  }

  /** All there are have been looked at. */
  seen(): void {
    const [newest] = this.list;
    if (!newest) return;
    void this.store.update(key, newest.files.id).then(() => this.changed.fire());
  }
}

/** The newest run of each target, where that has failed. @param ended the newest first */
export function failures(ended: readonly PastRun[]): PastRun[] {
  const targets = new Set<string>();
  return ended.filter(({ state }) => {
    if (!state.request) return false;
    const target = formatPlace(state.request.target.host, state.request.target.dataset);
    if (targets.has(target)) return false;
    targets.add(target);
    return state.outcome === "failed" || state.outcome === undefined;
  });
}
