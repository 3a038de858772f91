import { ZfsrError } from "../base/errors";
import { type DatasetName, rebase } from "./names";
import { formatPlace } from "./place";
import type { DatasetState, DatasetTree } from "./tree";

/** A dataset of one tree, and the one of another tree that has its place there. */
export interface DatasetPair {
  readonly source: DatasetState;
  /** Where it belongs, whether it is there or not. */
  readonly name: DatasetName;
  readonly target: DatasetState | undefined;
}

/**
 * Every dataset of `source`, in its order, with the one of `target` that stands at the same place below its root.
 * @throws ZfsrError not-found when the source does not exist
 */
export function pairDatasets(source: DatasetTree, target: DatasetTree): DatasetPair[] {
  if (source.datasets.size === 0) {
    throw new ZfsrError({
      reason: "not-found",
      object: formatPlace(source.host, source.root),
      because: "it does not exist",
      nextStep: `list what is there: zfsr ls ${source.host}:`,
    });
  }
  return [...source.datasets.values()].map((state) => {
    const name = rebase(state.dataset.name, source.root, target.root);
    return { source: state, name, target: target.datasets.get(name) };
  });
}
