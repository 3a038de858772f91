import { shellCommand } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import { listPools } from "../../zfs/commands/listPools";
import { type PoolName, printable } from "../../zfs/names";
import { optionsOf, type Scene } from "./told";

/** The import of a pool that is not there, when its devices are; else what could be imported. */
export async function importPool(pool: PoolName, scene: Scene): Promise<Remedy[]> {
  const at = scene.host.id;
  // exits with 1 where there is nothing to import
  const text = await run(
    scene.host,
    question("pools that can be imported", "zpool import 2>/dev/null; true", String),
    optionsOf(scene),
  );
  const found = [...text.matchAll(/^ *pool: (.+)\n(?:.*\n)*? *state: (\S+)/gm)].map(([, name = "", state = ""]) => ({
    name,
    state,
  }));
  const own = found.find(({ name }) => name === pool);
  const importIt =
    own &&
    byHost(
      `Import ${pool}, which is ${printable(own.state)}; it mounts nothing (-N)`,
      "changes",
      at,
      shellCommand(["zpool", "import", "-N", pool]),
    );
  const others = found.map(({ name }) => printable(name)).join(", ");
  const look = byHost(
    found.length === 0
      ? "Look for its devices: none that could be imported is found"
      : `Look at what could be imported: ${others}`,
    "none",
    at,
    found.length === 0 ? "lsblk -o NAME,SIZE,FSTYPE,LABEL" : "zpool import",
  );
  return importIt ? [importIt, look] : [look];
}

/** Imports a pool again that was imported read-only. @param pool undefined: those that are, where there is one */
export async function importWritable(pool: PoolName | undefined, scene: Scene): Promise<Remedy[]> {
  const pools = await run(scene.host, listPools(), optionsOf(scene));
  const [only, ...more] = pools.filter(({ name, readonly }) => readonly && (pool === undefined || name === pool));
  if (!only || more.length > 0) return [];
  const devices = await run(scene.host, devicesOf(only.name), optionsOf(scene));
  // devices that lie elsewhere than in /dev are found only where they are named
  const elsewhere = devices.filter((path) => !path.startsWith("/dev/")).flatMap((path) => ["-d", path]);
  const script = `${shellCommand(["zpool", "export", only.name])} && ${shellCommand(["zpool", "import", ...elsewhere, only.name])}`;
  return [
    byHost(
      `See why ${only.name} was imported read-only`,
      "none",
      scene.host.id,
      `${shellCommand(["zpool", "history", "-i", only.name])} | tail`,
    ),
    byHost(
      `Import ${only.name} again, writable: its datasets are away for that moment`,
      "changes",
      scene.host.id,
      script,
    ),
  ];
}

/** Full paths of all devices of a pool. */
function devicesOf(pool: PoolName) {
  return question(
    "its devices",
    'zpool list -v -H -P "$1"',
    (stdout) => linesIn(stdout).flatMap((line) => /^\s+(\/\S.*?)\t/.exec(line)?.[1] ?? []),
    [pool],
  );
}
