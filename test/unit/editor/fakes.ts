import type { SnapshotRow } from "../../../src/core/zfs/snapshotColumns";
import { SnapshotTable } from "../../../src/core/zfs/snapshotTable";
import { indexDatasets } from "../../../src/editor/hosts/datasetIndex";
import type { HostContents } from "../../../src/editor/hosts/hostState";
import type { Host, HostId } from "../../../src/core/hosts/host";
import type { Dataset, Pool, Snapshot } from "../../../src/core/zfs/model";
import type { DatasetName, Guid, PoolName, SnapshotName } from "../../../src/core/zfs/names";

export function pool(name: string, more: Partial<Pool> = {}): Pool {
  const sizes = { size: 2 ** 30, allocated: 2 ** 27, free: 2 ** 30 - 2 ** 27, capacity: 12, fragmentation: 3 };
  return {
    name: name as PoolName,
    guid: `7${name.length}` as Guid,
    ...sizes,
    health: "ONLINE",
    readonly: false,
    ...more,
  };
}

export function dataset(name: string, more: Partial<Dataset> = {}): Dataset {
  return {
    name: name as DatasetName,
    type: "filesystem",
    guid: `guid of ${name}` as Guid,
    ...{ createtxg: 1, creation: 0, used: 12 * 2 ** 20, available: 2 ** 30, referenced: 2 ** 20, written: 0 },
    ...{ origin: undefined, encryption: "off", encryptionroot: undefined, keystatus: "none" },
    ...{ readonly: false, mounted: true, receiveResumeToken: undefined },
    ...more,
  };
}

export function snapshot(name: string, more: Partial<Snapshot> = {}): Snapshot {
  const numbers = { createtxg: 10, creation: 0, used: 4096, referenced: 2 ** 20, userrefs: 0 };
  return { kind: "snapshot", name: name as SnapshotName, guid: "99" as Guid, ...numbers, ...more };
}

/** What a host holds, as a listing of these would have it. */
export function contentsWith(pools: readonly Pool[], datasets: readonly Dataset[]): HostContents {
  const byName = new Map(datasets.map((one) => [one.name, one]));
  const index = indexDatasets(byName);
  return { pools, statuses: new Map(), datasets: byName, index, version: undefined, facts: undefined, at: 0, took: 1 };
}

/** A list of snapshots, given in the order of zfs: the oldest first. */
export function tableOf(name: string, list: readonly (Partial<SnapshotRow> & { suffix: string })[]): SnapshotTable {
  const rows = list.map((row, i) => ({
    ...{ guid: String(1000 + i) as Guid, createtxg: i + 1, creation: i, used: 4096, referenced: 2 ** 20, userrefs: 0 },
    ...row,
  }));
  return SnapshotTable.from(name as DatasetName, rows);
}

/** A host that answers scripts and commands from a table: the first key that the words contain. */
export function fakeHost(
  id: string,
  answers: (words: string) => Promise<string> | string,
): Host & { readonly ran: string[] } {
  const ran: string[] = [];
  const answer = async (words: string) => {
    ran.push(words);
    return { code: 0, signal: undefined, stdout: await answers(words), stderr: "" };
  };
  const no = (): never => {
    throw new Error("not in this test");
  };
  return {
    ...{ id: id as HostId, facts: undefined, ran },
    connect: () => Promise.resolve({ connector: "local" as const, because: "it is a fake", address: "" }),
    follow: no,
    spawnWords: no,
    readFile: no,
    exec: (argv) => answer(argv.join(" ")),
    script: (script) => answer(script),
    dispose: () => undefined,
  };
}

/** What a host with the pool `tank` and these datasets answers to the script that lists it. */
export function listing(script: string, datasets: readonly string[]): string {
  const frame = /@zfsr-\S+/.exec(script)?.[0] ?? "";
  const row = (name: string, i: number): string =>
    `${name}\tfilesystem\t${i + 1}\t1\t0\t100\t900\t50\t0\t-\toff\t-\t-\toff\tyes\t-\n`;
  const outputs = [
    "tank\t11\t1000\t100\t900\t10\t0\tONLINE\toff\n",
    "  pool: tank\n state: ONLINE\nerrors: No known data errors\n",
    datasets.map(row).join(""),
    "zfs-2.1.11-1\nzfs-kmod-2.1.11-1\n",
  ];
  return outputs.map((output, i) => `${output}\n${frame} ${i} 0\n`).join("");
}
