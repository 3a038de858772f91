import type { ResumeTokenContents } from "../../../src/core/zfs/commands/decodeToken";
import { listTreeSnapshots } from "../../../src/core/zfs/commands/listTreeSnapshots";
import type { Dataset, Hold, Pool } from "../../../src/core/zfs/model";
import {
  type DatasetName,
  datasetName,
  datasetOf,
  type Guid,
  isWithin,
  parentOf,
  type PoolName,
  poolOf,
  type SnapshotName,
} from "../../../src/core/zfs/names";
import { datasetStates, type DatasetTree } from "../../../src/core/zfs/tree";
import type { ModelDatasets } from "./datasets";

/** What `observeTree` would show. */
export function observe(host: ModelDatasets, root: DatasetName, recursive: boolean): DatasetTree {
  const names = [...host.datasets.keys()].filter((name) => name === root || (recursive && isWithin(name, root))).sort();
  const items = listTreeSnapshots(root, { recursive }).parse(listing(host, names));
  const parent = parentOf(root);
  const holds = names.flatMap((name) =>
    host.dataset(name).snapshots.flatMap((snapshot) =>
      [...snapshot.holds].map((tag): Hold => ({
        snapshot: `${name}@${snapshot.short}` as SnapshotName,
        tag,
        timestamp: "-",
      })),
    ),
  );
  return {
    host: host.id,
    root,
    datasets: datasetStates(
      names.map((name) => describe(host, name)),
      items,
    ),
    parent: parent !== undefined && host.datasets.has(parent) ? describe(host, parent) : undefined,
    ancestors: ancestors(host, root),
    properties: [],
    writers: [],
    clones: new Map(
      [...host.datasets].flatMap(([name, { origin }]) => {
        const from = host.nameOf(origin);
        return from === undefined ? [] : [[from, datasetName(name)] as const];
      }),
    ),
    pool: host.datasets.has(poolOf(root)) ? { ...pool(poolOf(root)), readonly: host.readonly } : undefined,
    version: { userland: "2.3.9", kernel: "2.3.9" },
    holds,
  };
}

function ancestors(host: ModelDatasets, root: string): Dataset[] {
  const above = parentOf(root);
  if (above === undefined) return [];
  return [...(host.datasets.has(above) ? [describe(host, above)] : []), ...ancestors(host, above)];
}

/** What `readTokens` would tell of everything that was partially received. */
export function tokens(host: ModelDatasets): Map<DatasetName, ResumeTokenContents> {
  const contents = new Map<DatasetName, ResumeTokenContents>();
  for (const [name, { partial }] of host.datasets) {
    if (!partial) continue;
    contents.set(datasetName(name), {
      toname: partial.toname as SnapshotName,
      dataset: datasetOf(partial.toname),
      toguid: partial.toguid.toString() as Guid,
      fromguid: partial.fromguid?.toString() as Guid | undefined,
      received: 1 << 20,
      remaining: 1 << 20,
      raw: partial.raw,
      largeBlocks: false,
      compressed: false,
      embedded: false,
    });
  }
  return contents;
}

/** What `zfs list -s createtxg` prints of the snapshots and bookmarks of `names`. */
function listing(host: ModelDatasets, names: readonly string[]): string {
  const rows = names.flatMap((name) => {
    const { snapshots, bookmarks } = host.dataset(name);
    return [
      ...snapshots.map(({ short, guid, txg, holds }) => ({
        txg,
        row: [`${name}@${short}`, guid, txg, 0, 0, 0, holds.size],
      })),
      ...bookmarks.map(({ short, guid, txg }) => ({ txg, row: [`${name}#${short}`, guid, txg, 0, "-", "-", "-"] })),
    ];
  });
  return rows
    .sort((a, b) => a.txg - b.txg)
    .map(({ row }) => `${row.join("\t")}\n`)
    .join("");
}

function describe(host: ModelDatasets, name: string): Dataset {
  const dataset = host.dataset(name);
  return {
    name: datasetName(name),
    type: dataset.type,
    guid: dataset.guid.toString() as Guid,
    createtxg: dataset.txg,
    creation: 0,
    used: 0,
    available: 1 << 30,
    referenced: 0,
    written: dataset.written,
    origin: host.nameOf(dataset.origin),
    encryption: dataset.encryption,
    encryptionroot: undefined,
    keystatus: dataset.encryption === "off" ? "none" : dataset.keyLoaded ? "available" : "unavailable",
    readonly: false,
    mounted: false,
    receiveResumeToken: dataset.partial?.token,
  };
}

function pool(name: PoolName): Pool {
  return {
    name,
    guid: "1" as Guid,
    size: 2,
    allocated: 1,
    free: 1,
    capacity: 50,
    fragmentation: 0,
    health: "ONLINE",
    readonly: false,
  };
}
