import type { Dataset } from "../../core/zfs/model";
import { type DatasetName, parentOf } from "../../core/zfs/names";
import type { HostContents } from "./hostState";

/** What is to be drawn anew: a host, a dataset (with all below it), or the list of its snapshots. */
export type Change =
  | { readonly kind: "host"; readonly host: string }
  | { readonly kind: "dataset"; readonly host: string; readonly dataset: DatasetName }
  | { readonly kind: "snapshots"; readonly host: string; readonly dataset: DatasetName };

/**
 * The fewest nodes to draw anew when a host went from `before` to `after`: the dataset that changed, or the parent of
 * what came or went; the whole host where its pools are other ones.
 */
export function changesBetween(host: string, before: HostContents | undefined, after: HostContents): Change[] {
  const whole: Change[] = [{ kind: "host", host }];
  if (before?.pools.length !== after.pools.length) return whole;
  if (before.pools.some((pool, i) => pool.guid !== after.pools[i]?.guid)) return whole;
  const changed = new Set<DatasetName>();
  for (const [name, dataset] of after.datasets) {
    const old = before.datasets.get(name);
    if (!old || old.guid !== dataset.guid) changed.add(parentOf(name) ?? name);
    else if (!sameDataset(old, dataset)) changed.add(name);
  }
  for (const name of before.datasets.keys()) if (!after.datasets.has(name)) changed.add(parentOf(name) ?? name);
  for (const [i, pool] of after.pools.entries()) {
    const old = before.pools[i];
    if (old && (old.health !== pool.health || old.capacity !== pool.capacity)) changed.add(pool.name);
  }
  // a node that is drawn anew draws what is below it
  const roots = [...changed].filter((name) => {
    for (let above = parentOf(name); above !== undefined; above = parentOf(above)) if (changed.has(above)) return false;
    return true;
  });
  return roots.map((dataset) => ({ kind: "dataset", host, dataset }));
}

const shown = [
  "type",
  "used",
  "encryption",
  "keystatus",
  "readonly",
  "mounted",
  "origin",
  "receiveResumeToken",
] as const;

function sameDataset(a: Dataset, b: Dataset): boolean {
  return shown.every((property) => a[property] === b[property]);
}
