import type { Observation } from "../../../src/core/administration/observation";
import type { Bookmark, Dataset, Hold, Pool, Snapshot } from "../../../src/core/zfs/model";
import {
  type BookmarkName,
  type DatasetName,
  type Guid,
  type PoolName,
  poolOf,
  type SnapshotName,
} from "../../../src/core/zfs/names";
import { datasetStates, type DatasetTree } from "../../../src/core/zfs/tree";

/** What a planner of a verb would be shown of a tree. */
export function observationOf(tree: DatasetTree, more: Partial<Observation> = {}): Observation {
  const datasets = new Map([...tree.datasets].map(([name, state]) => [name, state.dataset]));
  const { host, pool, holds, datasets: states } = tree;
  return {
    ...{ host, datasets, states, holds, marked: new Set<never>(), pool, properties: [] },
    ...{ scan: undefined, token: undefined, stream: undefined },
    ...more,
  };
}

/** A dataset, its snapshots and bookmarks in order (`@a`, `#b`, `@c!tag` for one that is held), and what else it is. */
export type Described = readonly [name: string, items: readonly string[], more?: Partial<Dataset>];

/** What alpha shows of these datasets. Guids of snapshots are their names; a bookmark has the guid of `@` its name. */
export function observed(described: readonly Described[], more: Partial<Observation> = {}): Observation {
  let txg = 10;
  const txgs = new Map<Guid, number>();
  const holds: Hold[] = [];
  const datasets = described.map(([name, , changes]) => dataset(name, changes));
  const items = described.flatMap(([name, words]) =>
    words.map((word): Snapshot | Bookmark => {
      const [item = "", ...tags] = word.split("!");
      const guid = `guid of ${name}@${item.slice(1)}` as Guid;
      // a bookmark is as old as its snapshot
      const createtxg = txgs.get(guid) ?? (txg += 1);
      txgs.set(guid, createtxg);
      const common = { guid, createtxg, creation: createtxg * 60_000 };
      for (const tag of tags) holds.push({ snapshot: `${name}${item}` as SnapshotName, tag, timestamp: "-" });
      if (item.startsWith("#")) return { kind: "bookmark", name: `${name}${item}` as BookmarkName, ...common };
      const numbers = { used: 1 << 20, referenced: 4 << 20, userrefs: tags.length };
      return { kind: "snapshot", name: `${name}${item}` as SnapshotName, ...common, ...numbers };
    }),
  );
  const [first] = datasets;
  return {
    host: "alpha",
    datasets: new Map(datasets.map((one) => [one.name, one])),
    states: datasetStates(datasets, items),
    holds,
    marked: new Set(),
    pool: first && pool(poolOf(first.name)),
    ...{ properties: [], scan: undefined, token: undefined, stream: undefined },
    ...more,
  };
}

function dataset(name: string, more: Partial<Dataset> = {}): Dataset {
  return {
    name: name as DatasetName,
    type: "filesystem",
    guid: `guid of ${name}` as Guid,
    ...{ createtxg: 1, creation: 0, used: 12 << 20, available: 2 ** 30, referenced: 8 << 20, written: 0 },
    ...{ origin: undefined, encryption: "off", encryptionroot: undefined, keystatus: "none" },
    ...{ readonly: false, mounted: false, receiveResumeToken: undefined },
    ...more,
  };
}

function pool(name: PoolName): Pool {
  const sizes = { size: 2 ** 30, allocated: 2 ** 27, free: 2 ** 29, capacity: 12, fragmentation: 3 };
  return { name, guid: "7" as Guid, ...sizes, health: "ONLINE", readonly: false };
}
