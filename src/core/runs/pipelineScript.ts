import { shellCommand, shellQuote } from "../base/shellQuote";
import type { TransferStep } from "../plan/step";
import { type Writer, writerMark } from "../zfs/writer";
import { guardLines } from "./writerGuard";

/**
 * The two halves of a pipeline that carries any number of streams one after the other: `zfs receive` reads exactly one
 * stream from its input and leaves the next one in the pipe (measured: docs/architecture.md).
 *
 * Each half reports on a channel of its own, with marks that begin with a word nobody else knows (`frame`), so that
 * whatever the tools print between cannot be mistaken for one. The first marks of each are its process id, by which it
 * is ended when nothing else reaches it any more, and its ssh connection.
 */
export interface PipelineHalves {
  /** Writes the streams to standard output; reports on file descriptor 3. */
  readonly send: string;
  /** Reads the streams from standard input; reports, and lets the tools print, on its standard output. */
  readonly receive: string;
}

/** Programs that the stream goes through on its way, each as its words, in the order of the data. */
export interface Filters {
  readonly send: readonly (readonly string[])[];
  readonly receive: readonly (readonly string[])[];
}

/** A stream that goes as it is. */
export const noFilters: Filters = { send: [], receive: [] };

export interface PipelineOptions {
  /** A random word without special characters. */
  readonly frame: string;
  /**
   * The pool that is to receive, and its guid: the receiving half first makes sure that it runs on the machine that was
   * planned for. A name may mean another machine on the source than it does here.
   */
  readonly pool: { readonly name: string; readonly guid: string };
  readonly filters?: Filters;
  /** What the receiving half shows of itself; it gives way to another run that writes there. Default: neither. */
  readonly writer?: Writer | undefined;
  /**
   * How the sender opens, before the first stream. With `noise`, the receiver throws away what comes before the frame: the
   * words of a noisy login shell. With `secret`, both halves know `$secret`, and the receiver takes nothing from one who
   * does not; it calls `known` then, which the script around it defines. Default: with the first stream.
   */
  readonly opening?: "noise" | "secret" | undefined;
  /**
   * How the receiving half knows what to receive each stream into. `script`: it stands in its script, which some ways lead
   * through one word of a command line, and that has an end. `stream`: on a line before each stream, behind the frame, so
   * that the script is as short for any number of streams; only where nobody but the sender can write into the pipe.
   * Default: `script`.
   */
  readonly list?: "script" | "stream" | undefined;
}

/** Whether the list of what is received is too long to stand in the one word that a script may have to be for ssh(1). */
export function isLongList(steps: readonly TransferStep[]): boolean {
  return steps.reduce((size, step) => size + shellCommand(step.target.argv).length, 0) > longestList;
}

/** Bytes; Linux takes 128 KiB as one argument, and encoding may make a script four times as long. */
const longestList = 16 * 1024;

/** Words by which the halves are known in ps(1), also where their script is not in it (FollowOptions). */
export function pipelineLabel({ frame, pool, writer }: Pick<PipelineOptions, "frame" | "pool" | "writer">): string {
  return writer ? `${frame} ${writerMark(pool.guid, writer)}` : frame;
}

/** The scripts for `steps`, in order. Both stop at the first one that fails: what follows in the pipe is not theirs. */
export function pipelineHalves(steps: readonly TransferStep[], options: PipelineOptions): PipelineHalves {
  const { frame, pool, opening, writer, list = "script", filters = noFilters } = options;
  const streams = steps.flatMap((step, i) => {
    const [zfs = "zfs", verb = "send", ...rest] = step.argv;
    const send = `step ${i} ${shellCommand([zfs, verb, "-vP", ...rest])}`;
    return list === "script" ? [send] : [`into ${shellQuote(shellCommand(step.target.argv))}`, send];
  });
  const send = [
    `mark() { printf '%s send %s %s\\n' ${frame} "$1" "$2" >&3; }`,
    `step() { i=$1; shift; mark $i begin; "$@" 2>&3 </dev/null; c=$?; mark $i $c; [ $c = 0 ] || exit 1; }`,
    ...(list === "script" ? [] : [`into() { printf '%s %s\\n' ${frame} "$1"; }`]),
    "mark pid $$",
    connection,
    ...(opening === undefined ? [] : [`printf '\\n%s\\n' ${opening === "secret" ? '"$secret"' : frame}`]),
    ...between([], streams, filters.send),
  ];
  const receive = [
    "exec 2>&1",
    `mark() { printf '%s receive %s %s\\n' ${frame} "$1" "$2"; }`,
    `step() { i=$1; shift; "$@"; c=$?; mark $i $c; [ $c = 0 ] || exit 1; }`,
    "mark pid $$",
    connection,
    `g=$(zpool get -Hp -o value guid ${shellQuote(pool.name)} </dev/null); [ "$g" = ${shellQuote(pool.guid)} ] || { mark pool "$g"; exit 1; }`,
    ...(writer ? guardLines(pool.guid, writer) : []),
    // read takes single bytes from a pipe, so that it never reads beyond the line
    ...(opening === "secret"
      ? [
          `IFS= read -r l; IFS= read -r l; [ "$l" = "$secret" ] || { echo "${nobody}"; mark peer wrong; exit 1; }`,
          "known; mark peer known",
        ]
      : []),
    "mark pool ready",
    ...(opening === "noise"
      ? [`until [ "$l" = ${frame} ]; do IFS= read -r l || { echo "the sender said nothing"; exit 1; }; done`]
      : []),
    ...between(
      filters.receive,
      list === "script"
        ? steps.map((step, i) => `step ${i} ${shellCommand(step.target.argv)}`)
        : [
            `n=0; while [ $n -lt ${steps.length} ]; do IFS= read -r l || l=; case "$l" in`,
            // nothing of a stream is ever taken for a command: none of them knows the frame
            `"${frame} "*) eval "step $n \${l#* }" ;; *) echo "cannot receive: failed to read from stream"; mark $n 1; exit 1 ;; esac`,
            "n=$((n+1)); done",
          ],
      [],
    ),
  ];
  return { send: send.join("\n"), receive: receive.join("\n") };
}

/** Which of the two hosts' connections it hangs on: by its ports the kernel is asked how it goes. */
const connection = 'mark connection "${SSH_CONNECTION-}"';

const nobody = "nobody connected who knows this stream";

/** `lines` with programs in front of their input and behind their output. */
function between(
  before: readonly (readonly string[])[],
  lines: readonly string[],
  after: readonly (readonly string[])[],
): string[] {
  if (before.length === 0 && after.length === 0) return [...lines];
  return [
    `${before.map((words) => `${shellCommand(words)} | `).join("")}(`,
    ...lines,
    `)${after.map((words) => ` | ${shellCommand(words)}`).join("")}`,
  ];
}

/**
 * One script that joins the halves: what the sending half reports comes out on standard error, what the receiving half
 * and the link between print comes out on standard output.
 * @param sender, receiver command lines that run the halves, quoted for /bin/sh.
 */
export function joinedScript(sender: string, receiver: string): string {
  return `exec 3>&2 4>&1\n( ${sender}\n) | ( ${receiver}\n) >&4 2>&4`;
}
