import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatPlace } from "../zfs/place";
import { isAlive } from "./control";
import { readEnds } from "./readEnds";
import { beganAt, listRuns, type RunFiles } from "./runDirectory";

/** Which journals are kept. */
export interface KeepRuns {
  /** The newest so many; what is more is pruned. */
  readonly count: number;
  /** Milliseconds; what began longer ago is pruned. */
  readonly age: number;
}

const day = 24 * 60 * 60_000;

/** What is kept where nobody has said: 90 days, and 5000 runs. `ZFSR_KEEP_DAYS` and `ZFSR_KEEP_RUNS` say otherwise. */
export function keptRuns(env: NodeJS.ProcessEnv): KeepRuns {
  const number = (name: string, usual: number): number => {
    const text = env[name] ?? "";
    return /^\d{1,6}$/.test(text) ? Number(text) : usual;
  };
  return { count: number("ZFSR_KEEP_RUNS", 5000), age: number("ZFSR_KEEP_DAYS", 90) * day };
}

/** What pruning has set aside and not yet taken away, should it have been interrupted. */
const setAside = ".pruned-";
/** Its time tells when runs were pruned last. */
const stamp = ".pruned";

/** Prunes at most once a day. @param runs the folder of runs @returns the names of what was pruned */
export async function pruneDaily(runs: string, keep: KeepRuns, now: number): Promise<string[]> {
  // before the first run there is nothing, not even the folder
  if (!existsSync(runs)) return [];
  const file = join(runs, stamp);
  const last = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (now - last < day && last <= now) return [];
  const pruned = await pruneRuns(runs, keep, now);
  await writeFile(file, "", { mode: 0o600 });
  await utimes(file, new Date(now), new Date(now));
  return pruned;
}

/**
 * Takes journals away that are older or more than what is kept: never one of a run under way, never the last of a job and
 * target (or of what was run, where it was no replication), nor the last that brought that target up. Each is renamed first,
 * so that one that was interrupted leaves no half of a run.
 * @param runs the folder of runs @returns the names of what was pruned
 */
export async function pruneRuns(runs: string, keep: KeepRuns, now: number): Promise<string[]> {
  const all = await listRuns(runs);
  const spare = new Set(all.filter(({ id }, i) => i >= keep.count || now - beganAt(id) > keep.age).map(({ id }) => id));
  const pruned: string[] = [];
  const seen = { last: new Set<string>(), done: new Set<string>() };
  if (spare.size > 0) {
    for (const files of all) {
      const needed = await isNeeded(files, seen);
      if (!spare.has(files.id) || needed || (await isAlive(files))) continue;
      await rename(files.folder, join(runs, `${setAside}${files.id}-${randomBytes(3).toString("hex")}`));
      pruned.push(files.id);
    }
  }
  for (const name of await readdir(runs).catch(() => [])) {
    if (name.startsWith(setAside)) await rm(join(runs, name), { recursive: true, force: true });
  }
  return pruned;
}

/** Whether a run, looked at from the newest on, is the last of its kind. */
async function isNeeded(
  files: RunFiles,
  seen: { readonly last: Set<string>; readonly done: Set<string> },
): Promise<boolean> {
  // a journal that cannot be read tells nothing that could be needed
  const state = await readEnds(files).catch(() => undefined);
  if (!state) return false;
  const { request } = state;
  const kind = request ? `${request.job}\n${formatPlace(request.target.host, request.target.dataset)}` : state.title;
  const isLast = !seen.last.has(kind);
  seen.last.add(kind);
  const done = state.outcome === "done" || state.outcome === "attention";
  const isLastDone = done && !seen.done.has(kind);
  if (done) seen.done.add(kind);
  return isLast || (isLastDone && request !== undefined);
}
