import { pairDatasets } from "../zfs/pairDatasets";
import { formatPlace } from "../zfs/place";
import type { DatasetTree } from "../zfs/tree";

export interface DatasetComparison {
  /** `alpha:tank/demo` */
  readonly source: string;
  readonly target: string;
  /** How many the source has. */
  readonly snapshots: number;
  /** How many of them the target has, too, by guid. */
  readonly equal: number;
  /** `current`: its newest is there; `behind`: an older one is; `different`: none is; `missing`; `partial`. */
  readonly state: "current" | "behind" | "different" | "missing" | "partial" | "no-snapshots";
}

export interface TreeComparison {
  readonly datasets: readonly DatasetComparison[];
  /** Datasets of the target that the source does not have. */
  readonly onlyOnTarget: readonly string[];
  /** Every dataset is `current` and has all snapshots of the source, and there is one. */
  readonly complete: boolean;
}

/**
 * How good a copy is. `complete`: every snapshot of every dataset is there; `current`: the newest of each is, and older
 * ones are not; `lacking`: not even that, or nothing was compared.
 */
export function copyStanding(datasets: readonly DatasetComparison[]): "complete" | "current" | "lacking" {
  if (datasets.length === 0 || datasets.some(({ state }) => state !== "current")) return "lacking";
  return datasets.every(({ equal, snapshots }) => equal === snapshots) ? "complete" : "current";
}

/** Compares every snapshot of two trees by guid. @throws ZfsrError not-found when the source does not exist */
export function compareTrees(source: DatasetTree, target: DatasetTree): TreeComparison {
  const pairs = pairDatasets(source, target);
  const expected = new Set(pairs.map(({ name }) => name));
  const datasets = pairs.map(({ source: state, name, target: there }): DatasetComparison => {
    const guids = new Set(there?.snapshots.map((snapshot) => snapshot.guid));
    const equal = state.snapshots.filter((snapshot) => guids.has(snapshot.guid)).length;
    const newest = state.snapshots.at(-1);
    return {
      source: formatPlace(source.host, state.dataset.name),
      target: formatPlace(target.host, name),
      snapshots: state.snapshots.length,
      equal,
      state: !there
        ? "missing"
        : there.dataset.receiveResumeToken !== undefined
          ? "partial"
          : !newest
            ? "no-snapshots"
            : guids.has(newest.guid)
              ? "current"
              : equal > 0
                ? "behind"
                : "different",
    };
  });
  return {
    datasets,
    onlyOnTarget: [...target.datasets.keys()]
      .filter((name) => !expected.has(name))
      .map((name) => formatPlace(target.host, name)),
    complete: copyStanding(datasets) === "complete",
  };
}
