import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { optionsOf, type Scene, type Told } from "./told";

/** Whether the module of zfs is loaded by now, could be, or was built for another kernel than the one that runs (Linux). */
export async function loadModule(_told: Told, scene: Scene): Promise<Remedy[]> {
  const { host } = scene;
  const { kernel, loaded, built } = await run(host, findModule(), optionsOf(scene));
  if (loaded) return [byHost("It is loaded by now: run again", "none", host.id, "zfs version")];
  if (built.includes(kernel)) return [byHost(`Load it: it is built for ${kernel}`, "changes", host.id, "modprobe zfs")];
  const others = built.map(printable).join(", ");
  const look = byHost("See what dkms says of it", "none", host.id, "dkms status zfs");
  return built.length === 0
    ? [advice(`install OpenZFS there: no kernel of ${host.id} has its module`), look]
    : [
        advice(`start the machine again with ${others}, or build the module for ${printable(kernel)}, which runs`),
        look,
      ];
}

interface Module {
  /** `uname -r` */
  readonly kernel: string;
  readonly loaded: boolean;
  /** Releases of the kernels that have the module. */
  readonly built: readonly string[];
}

function findModule(): Command<Module> {
  return question(
    "the zfs module",
    `uname -r; [ -e /sys/module/zfs ] && echo loaded || echo missing;
     find /lib/modules -name 'zfs.ko*' 2>/dev/null | cut -d / -f 4 | sort -u; true`,
    (stdout) => {
      const [kernel = "", state, ...built] = linesIn(stdout);
      return { kernel, loaded: state === "loaded", built };
    },
  );
}
