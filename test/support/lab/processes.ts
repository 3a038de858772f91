/**
 * Processes the lab has started and leaves running. Each is the leader of a session of its own; a user-mode Linux host
 * has many processes, all in its session. They are known by process id and start time, so that a number used again by
 * the machine, or after a restart of it, is never taken for ours.
 */
import { readFileSync, readdirSync } from "node:fs";
import { poll } from "./poll.js";
import { run } from "./run.js";

export interface Leader {
  readonly pid: number;
  /** The machine's boot and the moment in it at which the process started. */
  readonly started: string;
}

interface Stat {
  readonly state: string;
  readonly session: number;
  readonly started: string;
}

function stat(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The second field, the command in parentheses, may hold spaces; what follows may not.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", session: Number(fields[3]), started: `${bootId()}:${fields[19] ?? ""}` };
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** Takes the id of a process just started as a session's leader, gives the mark by which it's known later. */
export function leaderOf(pid: number): Leader {
  const found = stat(pid);
  if (!found) throw new Error(`Process ${pid} ended as soon as it was started: look at its log.`);
  return { pid, started: found.started };
}

/** Tells whether the leader still runs. */
export function isAlive(leader: Leader): boolean {
  const found = stat(leader.pid);
  return found?.started === leader.started && found.state !== "Z";
}

/** Gives the ids of all processes in the leader's session, the leader first. Orphans it left count too. */
export function members(leader: Leader): number[] {
  const now = stat(leader.pid);
  const reused = now && now.started !== leader.started;
  if (reused || !leader.started.startsWith(bootId())) return [];
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  return pids
    .map(Number)
    .filter((pid) => {
      const found = stat(pid);
      return found?.session === leader.pid && found.state !== "Z";
    })
    .sort((a, b) => Number(b === leader.pid) - Number(a === leader.pid));
}

/** Ends the leader and its whole session at once, and waits until nothing of it is left. */
export async function endSession(leader: Leader): Promise<void> {
  await poll(`the end of process ${leader.pid} and its children`, 20_000, 20, () => {
    const left = members(leader);
    for (const pid of left) signal(pid, "SIGKILL");
    return Promise.resolve(left.length === 0 || undefined);
  });
}

/**
 * Stops or continues a session. Processes that another one traces are left alone: they are the host's own processes,
 * run step by step by its kernel, and a stop signal of ours would look to that kernel like one of theirs.
 */
export function signalSession(leader: Leader, name: "SIGSTOP" | "SIGCONT"): void {
  for (const pid of members(leader)) if (!isTraced(pid)) signal(pid, name);
}

/** Moves a session to a processor, as a whole; what it starts later is born there. */
export async function pinSession(leader: Leader, processor: number): Promise<void> {
  const script = `for pid; do taskset --all-tasks --cpu-list --pid ${processor} "$pid" >/dev/null 2>&1; done; true`;
  // Twice, for those that were started by one not moved yet.
  for (const round of [members, members]) await run(["sh", "-c", script, "sh", ...round(leader).map(String)]);
}

/** Tells whether the leader is stopped. */
export function isStopped(leader: Leader): boolean {
  return stat(leader.pid)?.state === "T";
}

function isTraced(pid: number): boolean {
  try {
    return !/^TracerPid:\t0$/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true; // it has just ended
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
