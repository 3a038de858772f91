import { datasetOf, type DatasetName, parentOf } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";

/**
 * Datasets in an order in which they can be received: parents before their children, origins before their clones. Where
 * the two contradict each other (a clone above its own origin), parents come first, and the clone is sent in full.
 * @param states parents before their children
 */
export function receivable(states: readonly DatasetState[]): DatasetState[] {
  if (states.every(({ dataset }) => dataset.origin === undefined)) return [...states];
  const byName = new Map(states.map((state) => [state.dataset.name, state]));
  const done = new Set<DatasetName>();
  const entered = new Set<DatasetName>();
  const ordered: DatasetState[] = [];
  const visit = (name: DatasetName | undefined): void => {
    const state = name === undefined ? undefined : byName.get(name);
    if (!name || !state || done.has(name) || entered.has(name)) return;
    entered.add(name);
    const parent = parentOf(name);
    visit(parent);
    if (parent !== undefined && byName.has(parent) && !done.has(parent)) {
      // its parent is a clone that waits for it: its turn comes later
      entered.delete(name);
      return;
    }
    if (state.dataset.origin !== undefined) visit(datasetOf(state.dataset.origin));
    done.add(name);
    ordered.push(state);
  };
  for (const { dataset } of states) visit(dataset.name);
  return ordered;
}
