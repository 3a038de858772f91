import { shellCommand, shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { run } from "../../hosts/run";
import { getPoolStatus } from "../../zfs/commands/getPoolStatus";
import type { PoolDevice, PoolStatus } from "../../zfs/model";
import { importPool, importWritable } from "./importPool";
import { printable } from "../../zfs/names";
import { planned } from "./planned";
import { optionsOf, poolIn, type Scene, type Told } from "./told";

/** What brings a pool back: its import, its devices by the state of each, a scrub. */
export async function mendPool(told: Told, scene: Scene): Promise<Remedy[]> {
  const pool = poolIn(told);
  if (told.id === "pool-read-only") return importWritable(pool, scene);
  const pools = await run(scene.host, getPoolStatus(), optionsOf(scene));
  const status = pools.find(({ name }) => name === pool);
  if (status) return mend(status, scene);
  return pool === undefined ? [] : importPool(pool, scene);
}

async function mend(status: PoolStatus, scene: Scene): Promise<Remedy[]> {
  const { name: pool, devices, dataErrors } = status;
  const at = scene.host.id;
  const leaves = devices.filter(
    ({ name }) => name !== pool && !/^(?:mirror|raidz\d?|draid\S*|replacing|spare)-\d/.test(name),
  );
  const look = byHost(
    dataErrors === 0 ? `Look at ${pool}: no data is known to be lost` : `Look at ${pool}: which files are damaged`,
    "none",
    at,
    shellCommand(["zpool", "status", "-v", pool]),
  );
  if (status.state === "SUSPENDED")
    return [
      look,
      byHost(
        `Go on, once the devices of ${pool} are there again: zpool clear`,
        "changes",
        at,
        shellCommand(["zpool", "clear", pool]),
      ),
    ];
  const devicesFirst = leaves.flatMap((device) => mendDevice(pool, device, at));
  const scrub = await planned(
    dataErrors === 0
      ? `Scrub ${pool}: every block is read, and mended where it can be`
      : `Scrub ${pool} once the damaged files are restored or removed`,
    { verb: "scrub", host: at, pool, action: "start" },
    scene,
  );
  return [...devicesFirst, look, ...scrub];
}

function mendDevice(pool: string, { name, state, read, write, checksum }: PoolDevice, host: string): Remedy[] {
  const device = printable(name);
  const online = (title: string): Remedy =>
    byHost(title, "changes", host, shellCommand(["zpool", "online", pool, name]));
  const replace = advice(`replace ${device}: zpool replace ${shellQuote(pool)} ${shellQuote(device)} NEW`);
  switch (state) {
    case "OFFLINE":
      return [online(`Bring ${device} back, which was taken offline: what it missed is resilvered`)];
    case "REMOVED":
    case "UNAVAIL":
      return [online(`Bring ${device} back, once it is plugged in again`), replace];
    case "FAULTED":
      return [replace];
    default:
      return [
        byHost(
          `Forget the errors of ${device} (${read} read, ${write} write, ${checksum} checksum) once their cause is mended`,
          "changes",
          host,
          shellCommand(["zpool", "clear", pool, name]),
        ),
      ];
  }
}
