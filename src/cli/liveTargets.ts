import { existsSync } from "node:fs";
import { isAlive } from "../core/runs/control";
import { readFirst } from "../core/runs/readEnds";
import { listRuns } from "../core/runs/runDirectory";
import type { DatasetPlace } from "../core/zfs/place";

/** What the runs of this machine that live write to. @param runs the folder of runs */
export async function liveTargets(runs: string): Promise<DatasetPlace[]> {
  const targets: DatasetPlace[] = [];
  for (const files of await listRuns(runs)) {
    // a run that has ended has taken its socket away, so that most are told apart without being read
    if (process.platform !== "win32" && !existsSync(files.control)) continue;
    const first = await readFirst(files);
    if (first?.type === "run-started" && first.request && (await isAlive(files))) targets.push(first.request.target);
  }
  return targets;
}
