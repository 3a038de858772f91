import { byHost } from "../../diagnosis/remedy";
import type { Remedy } from "../../diagnosis/finding";
import { runAll, unwrap } from "../../hosts/run";
import { shellQuote } from "../../base/shellQuote";
import { getProperties } from "../../zfs/commands/getProperties";
import { listHolds } from "../../zfs/commands/listHolds";
import type { Hold } from "../../zfs/model";
import { printable } from "../../zfs/names";
import { planned } from "./planned";
import { optionsOf, type Scene, snapshotIn, type Told } from "./told";

/** What keeps a snapshot: each hold with its tag and date, a send that runs, and its clones. */
export async function releaseHolds(told: Told, scene: Scene): Promise<Remedy[]> {
  const snapshot = snapshotIn(told);
  if (snapshot === undefined) return [];
  const { host } = scene;
  const commands = [listHolds([snapshot]), getProperties(snapshot, ["clones"])] as const;
  const [holds, clones] = await runAll(host, commands, optionsOf(scene));
  const kept = await Promise.all(unwrap(holds).map((hold) => letGo(hold, scene)));
  const names =
    unwrap(clones)[0]
      ?.value.split(",")
      .filter((name) => name !== "" && name !== "-") ?? [];
  const looks = names.map((name) =>
    byHost(`Cloned as ${printable(name)}: look at it`, "none", host.id, `zfs list -t all -r ${shellQuote(name)}`),
  );
  return [...kept.flat(), ...looks];
}

/** zfs(8) itself holds what it sends, by a tag with the number of its process (libzfs_sendrecv.c): it ends with the send. */
async function letGo({ snapshot, tag, timestamp }: Hold, scene: Scene): Promise<readonly Remedy[]> {
  const process = /^\.(?:send|recv)-(\d+)-/.exec(tag)?.[1];
  if (process !== undefined)
    return [
      byHost(
        `Being sent by process ${process} since ${printable(timestamp)}: wait for it`,
        "none",
        scene.host.id,
        `ps -fp ${process}`,
      ),
    ];
  return planned(
    `Held by ${printable(tag)} since ${printable(timestamp)}: release it`,
    { verb: "release", host: scene.host.id, tag, snapshots: [snapshot], recursive: false },
    scene,
  );
}
