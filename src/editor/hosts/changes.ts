import { formatBytes } from "../../core/base/bytes";
import type { Dataset, Pool, PoolStatus } from "../../core/zfs/model";
import { type DatasetName, parentOf } from "../../core/zfs/names";
import type { HostContents } from "./hostState";

/**
 * What is to be drawn anew: a host, a dataset (with all below it), or the list of its snapshots. `forgotten`: nothing is
 * known of the host any more.
 */
export type Change =
  | { readonly kind: "host"; readonly host: string }
  | { readonly kind: "forgotten"; readonly host: string }
  | { readonly kind: "dataset"; readonly host: string; readonly dataset: DatasetName }
  | { readonly kind: "snapshots"; readonly host: string; readonly dataset: DatasetName };

/**
 * The fewest nodes to draw anew when a host went from `before` to `after`: the dataset whose row changed, or the parent of
 * what came or went; the whole host where its pools are other ones. A size that reads the same is no change: the sizes
 * above a dataset all change with it, and would draw the whole tree each time.
 */
export function changesBetween(host: string, before: HostContents | undefined, after: HostContents): Change[] {
  const whole: Change[] = [{ kind: "host", host }];
  if (before?.pools.length !== after.pools.length) return whole;
  if (before.pools.some((pool, i) => pool.guid !== after.pools[i]?.guid)) return whole;
  const changed = new Set<DatasetName>();
  for (const [name, dataset] of after.datasets) {
    const old = before.datasets.get(name);
    if (!old || old.guid !== dataset.guid) changed.add(parentOf(name) ?? name);
    else if (!sameRow(old, dataset)) changed.add(name);
  }
  for (const name of before.datasets.keys()) if (!after.datasets.has(name)) changed.add(parentOf(name) ?? name);
  for (const [i, pool] of after.pools.entries()) {
    const old = before.pools[i];
    const same = samePool(old, pool) && sameStatus(before.statuses.get(pool.name), after.statuses.get(pool.name));
    if (!same) changed.add(pool.name);
  }
  // a node that is drawn anew draws what is below it
  const roots = [...changed].filter((name) => {
    for (let above = parentOf(name); above !== undefined; above = parentOf(above)) if (changed.has(above)) return false;
    return true;
  });
  return roots.map((dataset) => ({ kind: "dataset", host, dataset }));
}

const shown = ["type", "encryption", "keystatus", "readonly", "mounted", "origin", "receiveResumeToken"] as const;

function sameRow(a: Dataset, b: Dataset): boolean {
  if (a === b) return true;
  return shown.every((property) => a[property] === b[property]) && sameSize(a.used, b.used);
}

function sameSize(a: number, b: number): boolean {
  return a === b || formatBytes(a) === formatBytes(b);
}

function samePool(a: Pool | undefined, b: Pool): boolean {
  return a?.health === b.health && a.capacity === b.capacity && a.readonly === b.readonly;
}

function sameStatus(a: PoolStatus | undefined, b: PoolStatus | undefined): boolean {
  if (a?.state !== b?.state || a?.status !== b?.status || a?.dataErrors !== b?.dataErrors) return false;
  if (a?.scan?.state !== b?.scan?.state || a?.devices.length !== b?.devices.length) return false;
  return Math.round(a?.scan?.percent ?? 0) === Math.round(b?.scan?.percent ?? 0);
}
