import { formatBytes } from "../../base/bytes";
import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { optionsOf, type Scene, type Told } from "./told";

/** Who has a host's memory: the cache of ZFS, which can be bounded, or a program (Linux). */
export async function findMemory(_told: Told, scene: Scene): Promise<Remedy[]> {
  const { host } = scene;
  const { total, arc, most } = await run(host, memory(), optionsOf(scene));
  if (total === undefined) return [];
  const largest = most === undefined ? "" : `; most has ${printable(most.name)} with ${formatBytes(most.bytes)}`;
  const programs = (title: string): Remedy =>
    byHost(title, "none", host.id, "ps -eo pid,rss,args --sort=-rss | head -n 20");
  if (arc === undefined || arc < total / 3) {
    const cache = arc === undefined ? "ZFS is not loaded" : `the ARC holds only ${formatBytes(arc)}`;
    return [programs(`Look at what takes the ${formatBytes(total)}: ${cache}${largest}`)];
  }
  const bound = Math.floor(total / 4);
  return [
    byHost(
      `Bound the ARC to ${formatBytes(bound)}, until the next start: it holds ${formatBytes(arc)} of ${formatBytes(total)}`,
      "changes",
      host.id,
      `echo ${bound} > /sys/module/zfs/parameters/zfs_arc_max`,
    ),
    advice(`keep that bound: 'options zfs zfs_arc_max=${bound}' in /etc/modprobe.d/zfs.conf`),
    programs(`Look at what takes the rest${largest}`),
  ];
}

interface Memory {
  /** Bytes; undefined where there is no /proc. */
  readonly total: number | undefined;
  readonly arc: number | undefined;
  /** The process that has most. */
  readonly most: { readonly bytes: number; readonly name: string } | undefined;
}

function memory(): Command<Memory> {
  return question(
    "the memory",
    `awk '/^MemTotal:/ {print "total", $2}' /proc/meminfo 2>/dev/null;
     awk '/^size / {print "arc", $3}' /proc/spl/kstat/zfs/arcstats 2>/dev/null;
     ps -eo rss=,comm= --sort=-rss 2>/dev/null | sed -n '1s/^ */most /p'; true`,
    (stdout) => {
      const lines = linesIn(stdout);
      const number = (word: string): number | undefined => {
        const value = lines.map((line) => line.split(" ")).find(([first]) => first === word)?.[1];
        return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
      };
      const total = number("total");
      const rss = number("most");
      const name = lines.find((line) => line.startsWith("most "))?.replace(/^most \d+ +/, "");
      return {
        total: total === undefined ? undefined : total * 1024,
        arc: number("arc"),
        most: rss === undefined || name === undefined ? undefined : { bytes: rss * 1024, name },
      };
    },
  );
}
