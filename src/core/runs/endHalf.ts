import { killScript } from "../hosts/command/commandScript";
import type { Host } from "../hosts/host";

/** Milliseconds a host is given to end its half; one that does not answer in that time cannot be asked at all. */
const patience = 10_000;

/** A process of a broken pipeline that could not be ended, because its host was away. */
export interface LeftHalf {
  readonly host: string;
  readonly pid: number;
  readonly frame: string;
}

/** Ends what was left, and takes off the list what has ended: before a target is looked at again. */
export async function endLeft(left: LeftHalf[], host: (id: string) => Host): Promise<void> {
  const halves = left.splice(0);
  const ended = await Promise.all(halves.map((half) => endHalf(host(half.host), half.pid, half.frame)));
  left.push(...halves.filter((_, i) => ended[i] !== true));
}

/**
 * Ends one half of a pipeline on its host by its process id, with all that it started: for halves whose channel hangs or
 * has gone while they live on (a receive that waits for a sender which was cut off, say).
 * Nothing is ended when that id belongs to another process by now: the half's own words have `frame` in them.
 * @returns false when it could not be asked or would not end
 */
export async function endHalf(host: Host, pid: number, frame: string): Promise<boolean> {
  const script = `case "$(ps -ww -o args= -p ${pid} 2>/dev/null)" in *${frame}*) ;; *) exit 0 ;; esac\n${killScript(pid)}`;
  try {
    const { code } = await host.script(script, { signal: AbortSignal.timeout(patience), background: true });
    return code === 0;
  } catch {
    return false; // it is told as a half that could not be ended
  }
}
