import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of processor time that a process and all below it have used so far, ended children with them. */
export function processorTime(pid: number): number {
  const stats = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => statOf(Number(entry)));
  const wanted = new Set([pid]);
  // a child may have a lower id than its parent: once round for each generation
  for (let before = 0; before !== wanted.size;) {
    before = wanted.size;
    for (const stat of stats) if (stat && wanted.has(stat.parent)) wanted.add(stat.pid);
  }
  return stats.reduce((sum, stat) => sum + (stat && wanted.has(stat.pid) ? stat.ms : 0), 0);
}

function statOf(pid: number): { readonly pid: number; readonly parent: number; readonly ms: number } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // it has ended meanwhile
  }
  // fields as proc(5) counts them, from the third on: the second may hold spaces
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0);
  return { pid, parent: Number(fields[1]), ms: ticks * 10 };
}
