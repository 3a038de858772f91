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

/** Seconds for which a receive that takes in nothing is looked at: more than one transaction group of a busy pool. */
const patience = 12;

/**
 * The end of receives that are stuck: those that take in nothing while they are looked at for some seconds; one second is
 * not enough, since one that waits for its pool's next transaction group takes in nothing either. One that moves, or ends
 * meanwhile, is somebody's work and is left alone; where a host hides how much was taken in, it is said so.
 */
export async function endReceives(receivers: readonly Receiver[], scene: Scene): Promise<Remedy[]> {
  if (receivers.length === 0) return [];
  const stuck = await run(scene.host, whichAreStuck(receivers.map(({ pid }) => pid)), optionsOf(scene));
  return receivers.flatMap((receiver) => {
    const still = stuck.get(receiver.pid);
    return still === false ? [] : [end(receiver, still === undefined, scene)];
  });
}

function end({ pid, words }: Receiver, hidden: boolean, { host }: Scene): Remedy {
  const kept = flags(words).some((flag) => flag.includes("s"));
  const why = hidden
    ? "which may be stuck: how much it takes in cannot be seen"
    : `which has taken in nothing for ${patience} seconds`;
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

/**
 * Whether processes take in nothing, or end, for as long as that is looked at: until the last of them has moved. Those of
 * which the host does not tell are left out (Linux).
 */
function whichAreStuck(pids: readonly number[]): Command<Map<number, boolean>> {
  return question(
    "what receives take in",
    `look() { for p; do [ -r "/proc/$p/io" ] && sed -n "s/^rchar: /$p /p" "/proc/$p/io" 2>/dev/null; done; };
     first=$(look "$@"); now=$first; left=${patience};
     while [ $left -gt 0 ] && [ -n "$(printf '%s\\n' "$first" "$now" | sort | uniq -d)" ]; do
     sleep 1; left=$((left - 1)); now=$(look "$@"); done;
     printf '%s\\n' "$first" - "$now"`,
    (stdout) => {
      const [first = [], now = []] = stdout.split("\n-\n").map(linesIn);
      return new Map(first.map((line) => [Number.parseInt(line, 10), now.includes(line)]));
    },
    pids.map(String),
  );
}

/** The letters of its options, but for those that take a value with them. */
function flags(words: string): string[] {
  return words.split(" ").filter((word) => /^-[A-Za-z]+$/.test(word) && !/^-[ox]./.test(word));
}
