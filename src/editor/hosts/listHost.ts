import { ZfsrError } from "../../core/base/errors";
import type { ExecOptions, Host } from "../../core/hosts/host";
import { type Outcome, runAll, unwrap } from "../../core/hosts/run";
import { getPoolStatus } from "../../core/zfs/commands/getPoolStatus";
import { getVersion } from "../../core/zfs/commands/getVersion";
import { listDatasets } from "../../core/zfs/commands/listDatasets";
import { listPools } from "../../core/zfs/commands/listPools";
import type { Dataset, PoolStatus } from "../../core/zfs/model";
import { type DatasetName, isWithin, parentOf, type PoolName } from "../../core/zfs/names";
import { indexDatasets } from "./datasetIndex";
import type { HostContents } from "./hostState";

/** More places than this are not listed one by one: the whole host is. */
const mostPlaces = 8;

type Listing = Pick<HostContents, "pools" | "statuses" | "datasets" | "index" | "version">;

/** Pools and datasets of a host in one round trip; never its snapshots. @throws ZfsrError */
export async function listHost(host: Host, options: ExecOptions): Promise<Listing> {
  const commands = [listPools(), getPoolStatus(), listDatasets(), getVersion()] as const;
  const [pools, statuses, datasets, version] = await runAll(host, commands, options);
  const byName = new Map(orNothing(datasets).map((dataset) => [dataset.name, dataset]));
  return {
    pools: unwrap(pools),
    statuses: statusesOf(statuses),
    datasets: byName,
    index: indexDatasets(byName),
    version: "value" in version ? version.value : undefined,
  };
}

/**
 * The same after a change at or below `places`: only these are listed again, and what is above them, whose sizes change
 * with them. @param known what was listed before. @throws ZfsrError
 */
export async function listAgain(
  host: Host,
  known: Pick<HostContents, "datasets" | "version">,
  places: readonly DatasetName[],
  options: ExecOptions,
): Promise<Listing> {
  const roots = places.filter((place) => !places.some((other) => other !== place && isWithin(place, other)));
  if (roots.length > mostPlaces) return listHost(host, options);
  const above = [...new Set(roots.flatMap(ancestorsOf))];
  const commands = [...roots.map((root) => listDatasets(root)), ...above.map((one) => listDatasets(one, { depth: 0 }))];
  const [pools, statuses, ...lists] = await runAll(host, [listPools(), getPoolStatus(), ...commands], options);
  const kept = [...known.datasets.values()].filter(({ name }) => !roots.some((root) => isWithin(name, root)));
  const byName = new Map(kept.map((dataset) => [dataset.name, dataset]));
  for (const dataset of lists.flatMap(orNothing)) byName.set(dataset.name, dataset);
  const datasets = new Map([...byName].sort(([a], [b]) => (key(a) < key(b) ? -1 : 1)));
  return {
    pools: unwrap(pools),
    statuses: statusesOf(statuses),
    datasets,
    index: indexDatasets(datasets),
    version: known.version,
  };
}

/** zfs lists by name, what lies below a dataset right behind it. */
function key(name: string): string {
  return name.replaceAll("/", "\0");
}

function ancestorsOf(name: DatasetName): DatasetName[] {
  const parent = parentOf(name);
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent)];
}

/** A host without a pool has no datasets, and one that has gone has none; zfs calls both an error. */
function orNothing(outcome: Outcome<Dataset[]>): Dataset[] {
  if ("error" in outcome && ZfsrError.is(outcome.error, "not-found", "pool-not-found")) return [];
  return unwrap(outcome);
}

/** What zpool(8) says besides is of use, but nothing is held up by it. */
function statusesOf(outcome: Outcome<PoolStatus[]>): Map<PoolName, PoolStatus> {
  const statuses = "value" in outcome ? outcome.value : [];
  return new Map(statuses.map((status) => [status.name, status]));
}
