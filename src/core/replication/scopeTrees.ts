import { rebase } from "../zfs/names";
import type { DatasetTree } from "../zfs/tree";
import type { Selection } from "./request";
import { selected, snapshotMatcher } from "./select";

/**
 * Two trees without what a replication leaves out: its datasets on both sides, and snapshots of the source that it does
 * not send. So what is left out on purpose is not told as missing.
 */
export function scopeTrees(
  source: DatasetTree,
  target: DatasetTree,
  select: Selection,
): { readonly source: DatasetTree; readonly target: DatasetTree } {
  const sent = snapshotMatcher(select.snapshots);
  const wanted = new Map(
    selected(source.datasets.values(), select).map((state) => [
      state.dataset.name,
      { ...state, snapshots: state.snapshots.filter(({ name }) => sent(name.slice(name.indexOf("@") + 1))) },
    ]),
  );
  const leftOut = new Set(
    [...source.datasets.keys()]
      .filter((name) => !wanted.has(name))
      .map((name) => rebase(name, source.root, target.root)),
  );
  const others = [...target.datasets].filter(([name]) => !leftOut.has(name));
  return { source: { ...source, datasets: wanted }, target: { ...target, datasets: new Map(others) } };
}
