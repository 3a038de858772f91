import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { optionsOf, type Scene } from "./told";

/** A process that receives, as ps(1) shows it. */
export interface Receiver {
  readonly pid: number;
  /** All of them, as they are: it is known again by them before it is ended. */
  readonly words: string;
}

/** Tells whether a process receives a stream; one that gives up what was received (`-A`) ends by itself. */
export function isReceiver({ words }: Receiver): boolean {
  return /^(?:\S*\/)?zfs (?:receive|recv) /.test(words) && !flags(words).some((flag) => flag.includes("A"));
}

/**
 * The end of receives that are stuck: those that take in nothing while they are looked at for a second. One that moves is
 * somebody's work and is left alone; where a host hides how much was taken in, it is said so.
 */
export async function endReceives(receivers: readonly Receiver[], scene: Scene): Promise<Remedy[]> {
  if (receivers.length === 0) return [];
  const moved = await run(scene.host, intakes(receivers.map(({ pid }) => pid)), optionsOf(scene));
  return receivers.flatMap((receiver) => {
    const bytes = moved.get(receiver.pid);
    return bytes !== undefined && bytes > 0 ? [] : [end(receiver, bytes === undefined, scene)];
  });
}

function end({ pid, words }: Receiver, hidden: boolean, { host }: Scene): Remedy {
  const kept = flags(words).some((flag) => flag.includes("s"));
  const why = hidden ? "which may be stuck: how much it takes in cannot be seen" : "which takes in nothing";
  const cost = kept ? "what it has received is kept, to be resumed" : "what it has received is lost";
  const title = `End receive ${pid}, ${why}, if nobody sends to it any more: ${cost}`;
  return byHost(printable(title), kept ? "changes" : "destroys", host.id, endScript(pid, words));
}

/** Ends that process and no other: its id may be another's by the time a person has agreed. TERM alone; zfs cleans up. */
function endScript(pid: number, words: string): string {
  return [
    `p=${pid}`,
    `[ "$(ps -ww -o args= -p $p)" = ${shellQuote(words)} ] || { echo "Process $p is not that receive any more." >&2; exit 1; }`,
    "kill $p 2>/dev/null || sudo -n kill $p || exit 1",
    "for i in 1 2 3 4 5 6 7 8 9 10; do ps -p $p >/dev/null || exit 0; sleep 1; done",
    'echo "Process $p has not ended: it waits for its pool." >&2; exit 1',
  ].join("; ");
}

/** Bytes that processes take in within a second; those of which the host does not tell are left out (Linux). */
function intakes(pids: readonly number[]): Command<Map<number, number>> {
  return question(
    "what receives take in",
    `look() { for p; do [ -r "/proc/$p/io" ] && sed -n "s/^rchar: /$p /p" "/proc/$p/io" 2>/dev/null; done; };
     look "$@"; sleep 1; look "$@"; true`,
    (stdout) => {
      const before = new Map<number, number>();
      const moved = new Map<number, number>();
      for (const line of linesIn(stdout)) {
        const [pid = NaN, bytes = NaN] = line.split(" ").map(Number);
        const first = before.get(pid);
        if (first === undefined) before.set(pid, bytes);
        else moved.set(pid, bytes - first);
      }
      return moved;
    },
    pids.map(String),
  );
}

/** The letters of its options, but for those that take a value with them. */
function flags(words: string): string[] {
  return words.split(" ").filter((word) => /^-[A-Za-z]+$/.test(word) && !/^-[ox]./.test(word));
}
