/** Two big trees as hosts would list them, read by the parsers that read real ones. */
import { listDatasets } from "../../../src/core/zfs/commands/listDatasets";
import { listPools } from "../../../src/core/zfs/commands/listPools";
import { listTreeSnapshots } from "../../../src/core/zfs/commands/listTreeSnapshots";
import { type DatasetName, datasetName, poolOf } from "../../../src/core/zfs/names";
import { datasetStates, type DatasetTree } from "../../../src/core/zfs/tree";
import { defaultRequest, type ReplicationRequest } from "../../../src/core/replication/request";

const source = datasetName("tank/data");
const target = datasetName("backup/data");

export const planningRequest: ReplicationRequest = {
  ...defaultRequest,
  job: "bench",
  source: { host: "alpha", dataset: source, snapshot: undefined },
  target: { host: "beta", dataset: target },
  recursive: true,
  hold: false,
};

/** What a host prints of a tree. */
export interface Listings {
  readonly host: string;
  readonly root: DatasetName;
  readonly datasets: string;
  readonly snapshots: string;
}

/** What both sides would print: the source so many snapshots each, the target all but the newest. */
export function bothListings(datasets: number, snapshots: number): { source: Listings; target: Listings } {
  return {
    source: listings("alpha", source, datasets, snapshots),
    target: listings("beta", target, datasets, snapshots - 1),
  };
}

function listings(host: string, root: DatasetName, datasets: number, snapshots: number): Listings {
  const projects = Array.from({ length: Math.floor((datasets - 1) / 100) }, (_, i) => `${root}/project-${i}`);
  const users = Array.from(
    { length: datasets - 1 - projects.length },
    (_, i) => `${projects[i % projects.length] ?? root}/user-${i}`,
  );
  const names = [root, ...projects, ...users].sort();
  return { host, root, datasets: names.map(datasetRow).join(""), snapshots: snapshotRows(names, snapshots) };
}

/** A tree as it is after a host was looked at. */
export function readTree({ host, root, datasets, snapshots }: Listings): DatasetTree {
  const pool = poolOf(root);
  const size = "8000000000000\t4000000000000\t4000000000000\t50\t12\tONLINE\toff";
  return {
    host,
    root,
    datasets: datasetStates(
      listDatasets(root).parse(datasets),
      listTreeSnapshots(root, { recursive: true }).parse(snapshots),
    ),
    parent: listDatasets(pool, { depth: 0 }).parse(datasetRow(pool, 0))[0],
    ancestors: listDatasets(pool, { depth: 0 }).parse(datasetRow(pool, 0)),
    properties: [],
    writers: [],
    clones: new Map(),
    pool: listPools().parse(`${pool}\t1\t${size}\n`)[0],
    version: { userland: "zfs-2.1.11", kernel: "zfs-kmod-2.1.11" },
    holds: [],
  };
}

function datasetRow(name: string, i: number): string {
  return `${[name, "filesystem", guidOf(i, 0), 100 + i, 1767225600, 98304, 7000000000, 98304, 0, "-", "off", "-", "none", "on", "no", "-"].join("\t")}\n`;
}

/** In the order of createtxg, as `zfs list -s createtxg` prints snapshots that were taken of the whole tree at once. */
function snapshotRows(names: readonly string[], snapshots: number): string {
  const rows: string[] = [];
  for (let s = 1; s <= snapshots; s++) {
    const date = new Date(Date.UTC(2026, 0, 1, s)).toISOString().slice(0, 19).replace(/:/g, "");
    names.forEach((name, i) => {
      rows.push(
        `${name}@rep_${date}Z\t${guidOf(i, s)}\t${20_000 + s * 50}\t${1767225600 + s * 3600}\t13312\t98304\t0\n`,
      );
    });
  }
  return rows.join("");
}

/** Twenty digits, as most guids have; equal on both sides. */
function guidOf(i: number, s: number): string {
  return String(10n ** 19n + BigInt(i) * 1_000_003n + BigInt(s));
}
