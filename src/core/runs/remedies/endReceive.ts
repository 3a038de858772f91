import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { endProcess, type HostProcess } from "./endProcess";
import { optionsOf, type Scene } from "./told";

/** Tells whether a process receives a stream; one that gives up what was received (`-A`) ends by itself. */
export function isReceiver({ words }: HostProcess): boolean {
  return /^(?:\S*\/)?zfs (?:receive|recv) /.test(words) && !flags(words).some((flag) => flag.includes("A"));
}

/** Seconds for which a receive that takes in nothing is looked at: more than one transaction group of a busy pool. */
const patience = 12;

/**
 * The end of receives that are stuck: those that take in nothing while they are looked at for some seconds; one second is
 * not enough, since one that waits for its pool's next transaction group takes in nothing either. One that moves, or ends
 * meanwhile, is somebody's work and is left alone; where a host hides how much was taken in, it is said so.
 */
export async function endReceives(receivers: readonly HostProcess[], scene: Scene): Promise<Remedy[]> {
  if (receivers.length === 0) return [];
  const stuck = await run(scene.host, whichAreStuck(receivers.map(({ pid }) => pid)), optionsOf(scene));
  return receivers.flatMap((receiver) => {
    const still = stuck.get(receiver.pid);
    return still === false ? [] : [end(receiver, still === undefined, scene)];
  });
}

function end(receiver: HostProcess, hidden: boolean, { host }: Scene): Remedy {
  const { pid, words } = receiver;
  const kept = flags(words).some((flag) => flag.includes("s"));
  const why = hidden
    ? "which may be stuck: how much it takes in cannot be seen"
    : `which has taken in nothing for ${patience} seconds`;
  const cost = kept ? "what it has received is kept, to be resumed" : "what it has received is lost";
  const title = `End receive ${pid}, ${why}, if nobody sends to it any more: ${cost}`;
  return byHost(
    printable(title),
    kept ? "changes" : "destroys",
    host.id,
    endProcess(receiver, "receive", "it waits for its pool"),
  );
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
