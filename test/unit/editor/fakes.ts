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
    connect: no,
    follow: no,
    spawnWords: no,
    readFile: no,
    exec: (argv) => answer(argv.join(" ")),
    script: (script) => answer(script),
    dispose: () => undefined,
  };
}
