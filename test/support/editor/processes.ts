/** Ending what a session of the editor started, and nothing else. */
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Every process of a session inherits this variable; that is how a detached one is still known as ours. */
export const sessionVariable = "ZFSR_EDITOR_SESSION";

/** The pids of the processes that carry the session's mark. */
function processesOf(session: string): number[] {
  const mark = `${sessionVariable}=${session}`;
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(mark);
      } catch {
        return false;
      }
    });
}

/** Which of them: all, or those that did not detach themselves from this process. */
export interface Which {
  readonly attachedTo?: number | undefined;
}

/** Asks them to end, waits up to `patience` ms, then ends them. */
export async function endProcessesOf(session: string, { attachedTo }: Which = {}, patience = 5000): Promise<void> {
  const left = (): number[] =>
    processesOf(session).filter((pid) => attachedTo === undefined || terminalSession(pid) === attachedTo);
  signal(left(), "SIGTERM");
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    if (left().length === 0) return;
    await pause(25);
  }
  signal(left(), "SIGKILL");
}

/** The id of the session in the kernel's sense: what a process leaves when it detaches itself (setsid). */
function terminalSession(pid: number): number | undefined {
  try {
    // After the name, which may hold spaces: state, parent, process group, session.
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[3]);
  } catch {
    return undefined;
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended meanwhile.
    }
  }
}
