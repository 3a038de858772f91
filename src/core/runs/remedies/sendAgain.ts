import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { goOn } from "./goOn";
import { optionsOf, type Scene, type Told } from "./told";

/** A stream that arrived damaged: resumed where a part is kept, else sent again; and what may have damaged it. */
export async function sendAgain(told: Told, scene: Scene): Promise<Remedy[]> {
  const kept = await goOn(told, scene);
  const counted = await run(scene.host, countErrors(), optionsOf(scene));
  const cards = counted.filter(({ kind }) => kind === "net").map(({ name, errors }) => `${name} ${errors}`);
  const memory = counted.filter(({ kind, errors }) => kind === "mc" && errors > 0);
  return [
    ...(kept.length > 0 ? kept : [advice("send it again: nothing of it was kept")]),
    byHost(
      cards.length === 0
        ? "Look at the network cards: none has counted an error since the start"
        : `Look at the network cards, which have counted errors since the start: ${cards.join(", ")}`,
      "none",
      scene.host.id,
      "ip -s link",
    ),
    byHost(
      memory.length === 0
        ? "Look at what the kernel says of its memory: no error was counted, and without ECC none can be"
        : `Test the memory: ${memory.map(({ name, errors }) => `${name} has counted ${errors} errors`).join(", ")}`,
      "none",
      scene.host.id,
      "journalctl -k --no-pager | grep -i -e edac -e mce -e 'machine check'",
    ),
  ];
}

interface Counted {
  readonly kind: "net" | "mc";
  readonly name: string;
  readonly errors: number;
}

/** Damaged frames of each network card and errors of each memory controller, of those that have counted any (Linux). */
function countErrors(): Command<Counted[]> {
  return question(
    "errors of network cards and memory",
    `cd /sys/class/net 2>/dev/null && grep -H . */statistics/rx_crc_errors */statistics/rx_errors 2>/dev/null | sed 's/^/net /';
     cd /sys/devices/system/edac/mc 2>/dev/null && grep -H . mc*/ce_count mc*/ue_count 2>/dev/null | sed 's/^/mc /'; true`,
    (stdout) => {
      const errors = new Map<string, Counted>();
      for (const line of linesIn(stdout)) {
        const [, kind, name = "", number] = /^(net|mc) ([^/]+)\/.*:(\d+)$/.exec(line) ?? [];
        if (kind === undefined) continue;
        const sum = Math.max(errors.get(name)?.errors ?? 0, Number(number));
        if (sum > 0) errors.set(name, { kind: kind as Counted["kind"], name, errors: sum });
      }
      return [...errors.values()];
    },
  );
}
