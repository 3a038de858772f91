import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import { printable } from "../../zfs/names";
import { goOn } from "./goOn";
import { listMounts, type Mount } from "../../zfs/commands/listMounts";
import { planned } from "./planned";
import { datasetIn, optionsOf, type Scene, type Told } from "./told";

/** What lies where a filesystem should be mounted, and what gets it out of the way. */
export async function mountAgain(told: Told, scene: Scene): Promise<Remedy[]> {
  if (told.id === "mount-partial-receive") return goOn(told, scene);
  const mounts = await run(scene.host, listMounts(datasetIn(told)), optionsOf(scene));
  const { path } = told.parts;
  const own = mounts.find((mount) => !mount.mounted && (path === undefined || mount.mountpoint === path));
  if (own?.mountpoint.startsWith("/") !== true) return [];
  const other = mounts.find((mount) => mount.mounted && mount.mountpoint === own.mountpoint);
  if (other) return clash(own, other, scene);
  const inTheWay = await run(scene.host, contentsOf(own.mountpoint), optionsOf(scene));
  if (inTheWay.length > 0) return makeWay(own, inTheWay, scene);
  return [
    ...(await planned(
      `Mount ${own.dataset}: nothing is in the way at ${printable(own.mountpoint)} any more`,
      { verb: "mount", host: scene.host.id, dataset: own.dataset },
      scene,
    )),
  ];
}

function clash({ dataset, mountpoint }: Mount, other: Mount, { host }: Scene): Remedy[] {
  return [
    byHost(
      `${other.dataset} is mounted at ${printable(mountpoint)}, too: keep ${dataset} unmounted`,
      "changes",
      host.id,
      `zfs set canmount=noauto ${shellQuote(dataset)}`,
    ),
  ];
}

function makeWay({ dataset, mountpoint }: Mount, names: readonly string[], { host }: Scene): Remedy[] {
  const path = shellQuote(mountpoint);
  const aside = shellQuote(`${mountpoint}.before`);
  const some = names.slice(0, 3).map(printable).join(", ");
  return [
    byHost(
      `Look at what lies in ${printable(mountpoint)}: ${some}${names.length > 3 ? ", …" : ""}`,
      "none",
      host.id,
      `ls -la ${path}`,
    ),
    byHost(
      `Move it to ${printable(mountpoint)}.before, and mount ${dataset}`,
      "changes",
      host.id,
      `[ ! -e ${aside} ] && mv ${path} ${aside} && zfs mount ${shellQuote(dataset)}`,
    ),
  ];
}

/** The first names in a folder; none where there is no such folder. */
function contentsOf(folder: string) {
  return question(`what lies in ${folder}`, 'ls -A -- "$1" 2>/dev/null | head -n 10; true', linesIn, [folder]);
}
