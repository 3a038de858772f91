import { formatPlace } from "../zfs/place";
import type { DatasetTree } from "../zfs/tree";
import { commonBase } from "./commonBase";
import { rebase } from "../zfs/names";

/** How a target stands against its source, over all datasets below: the worst of them counts. */
export interface TargetStatus {
  /** `beta:backup/db` */
  readonly target: string;
  /**
   * `current`: it has the source's newest snapshots; `behind`: an increment is to be sent; `partial`: a receive was
   * interrupted; `diverged`: it has snapshots that the source does not have; `missing`: a dataset is not there yet, or
   * shares nothing; `no-snapshots`: the source has none.
   */
  readonly state: "current" | "behind" | "partial" | "diverged" | "missing" | "no-snapshots";
  /** The newest snapshot that both have, of the dataset that is furthest behind. */
  readonly common: { readonly name: string; readonly guid: string; readonly creation: number } | undefined;
  /**
   * Milliseconds between that snapshot and `now` while something newer is to be sent; 0 when current. By the clock of the
   * machine that took the snapshot.
   */
  readonly lag: number | undefined;
}

const order = ["current", "behind", "partial", "missing", "no-snapshots", "diverged"] as const;

/** @param now milliseconds since 1970 */
export function targetStatus(source: DatasetTree, target: DatasetTree, now: number): TargetStatus {
  const place = formatPlace(target.host, target.root);
  let worst: TargetStatus = {
    target: place,
    state: source.datasets.size === 0 ? "no-snapshots" : "current",
    common: undefined,
    lag: undefined,
  };
  for (const state of source.datasets.values()) {
    const there = target.datasets.get(rebase(state.dataset.name, source.root, target.root));
    const base = there && commonBase(state, there);
    const newest = state.snapshots.at(-1);
    const current = newest !== undefined && base?.source.guid === newest.guid;
    const status: TargetStatus = {
      target: place,
      state: !newest
        ? "no-snapshots"
        : there?.dataset.receiveResumeToken !== undefined
          ? "partial"
          : !base
            ? "missing"
            : base.newerOnTarget.length > 0
              ? "diverged"
              : current
                ? "current"
                : "behind",
      common: base && { name: base.target.name, guid: base.target.guid, creation: base.target.creation },
      lag: current ? 0 : base && Math.max(0, now - base.target.creation),
    };
    if (worst.common === undefined && worst.state === "current") worst = status;
    else if (
      order.indexOf(status.state) > order.indexOf(worst.state) ||
      (status.state === worst.state && (status.lag ?? 0) > (worst.lag ?? 0))
    )
      worst = status;
  }
  return worst;
}
