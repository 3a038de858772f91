/** Damages real data of a file in a host's pool, from outside, as a bad disk does. */
import { randomFillSync } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type HostName, hostSpec } from "./hosts.js";
import { hostFolder } from "./places.js";
import { onHost } from "./remote.js";

export interface Damage {
  readonly dataset: string;
  /** The file's path in the dataset. */
  readonly path: string;
  /** Where on the pool's disk, and how much. */
  readonly offset: number;
  readonly bytes: number;
}

/** The pool's partition begins at 1 MiB; ZFS counts from the end of its labels and boot block, 4 MiB into it. */
const dataStart = 5 * 1024 * 1024;

/**
 * Writes rubbish over the first block of a plain file. Takes the host and a dataset, which need not be mounted but may not be
 * encrypted (without one: tank/demo, or the pool's own), and tells what was hit. A scrub finds it, and so does a
 * read or a send: the host's cache is emptied too.
 */
export async function corrupt(name: HostName, dataset = defaultDataset(name)): Promise<Damage> {
  await onHost(name, "zpool sync");
  const { stdout } = await onHost(name, `zdb -ddddd ${dataset}`, { accept: "any" });
  const hit = firstBlock(stdout);
  if (!hit) throw new Error(`${name}:${dataset} has no plain file of more than a block: name a dataset that has one.`);
  const disk = openSync(join(hostFolder(name), "pool.img"), "r+");
  try {
    writeSync(disk, randomFillSync(Buffer.alloc(hit.bytes)), 0, hit.bytes, dataStart + hit.offset);
  } finally {
    closeSync(disk);
  }
  await onHost(name, "zinject -a", { accept: "any" });
  return { dataset, path: hit.path, offset: dataStart + hit.offset, bytes: hit.bytes };
}

function defaultDataset(name: HostName): string {
  const { pool } = hostSpec(name);
  return pool === "tank" ? "tank/demo" : pool;
}

/** Reads zdb's description of a dataset's objects; gives a file's first data block of its own. */
function firstBlock(text: string): { path: string; offset: number; bytes: number } | undefined {
  for (const object of text.split(/^ +Object +lvl .*$/m).slice(1)) {
    if (!/ZFS plain file/.test(object)) continue;
    const path = /^\tpath\t(.*)$/m.exec(object)?.[1];
    const [, , offset, size] = /^ +0 +L0 (\d+):([0-9a-f]+):([0-9a-f]+) 20000L/m.exec(object) ?? [];
    if (path && offset && size) return { path, offset: parseInt(offset, 16), bytes: parseInt(size, 16) };
  }
  return undefined;
}
