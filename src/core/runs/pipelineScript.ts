import { shellCommand, shellQuote } from "../base/shellQuote";
import type { TransferStep } from "../plan/step";

/**
 * The two halves of a pipeline that carries any number of streams one after the other: `zfs receive` reads exactly one
 * stream from its input and leaves the next one in the pipe (measured: docs/architecture.md).
 *
 * Each half reports on a channel of its own, with marks that begin with a word nobody else knows (`frame`), so that
 * whatever the tools print between cannot be mistaken for one.
 */
export interface PipelineHalves {
  /** Writes the streams to standard output; reports on file descriptor 3. */
  readonly send: string;
  /** Reads the streams from standard input; reports, and lets the tools print, on its standard output. */
  readonly receive: string;
}

export interface PipelineOptions {
  /** A random word without special characters. */
  readonly frame: string;
  /**
   * The pool that is to receive, and its guid: the receiving half first makes sure that it runs on the machine that was
   * planned for. A name may mean another machine on the source than it does here.
   */
  readonly pool: { readonly name: string; readonly guid: string };
}

/** The scripts for `steps`, in order. Both stop at the first one that fails: what follows in the pipe is not theirs. */
export function pipelineHalves(steps: readonly TransferStep[], { frame, pool }: PipelineOptions): PipelineHalves {
  const send = [
    `mark() { printf '%s send %s %s\\n' ${frame} "$1" "$2" >&3; }`,
    `step() { i=$1; shift; mark $i begin; "$@" 2>&3 </dev/null; c=$?; mark $i $c; [ $c = 0 ] || exit 1; }`,
    ...steps.map((step, i) => {
      const [zfs = "zfs", verb = "send", ...rest] = step.argv;
      return `step ${i} ${shellCommand([zfs, verb, "-vP", ...rest])}`;
    }),
  ];
  const receive = [
    "exec 2>&1",
    `mark() { printf '%s receive %s %s\\n' ${frame} "$1" "$2"; }`,
    `step() { i=$1; shift; "$@"; c=$?; mark $i $c; [ $c = 0 ] || exit 1; }`,
    `g=$(zpool get -Hp -o value guid ${shellQuote(pool.name)} </dev/null); [ "$g" = ${shellQuote(pool.guid)} ] || { mark pool "$g"; exit 1; }`,
    "mark pool ready",
    ...steps.map((step, i) => `step ${i} ${shellCommand(step.target.argv)}`),
  ];
  return { send: send.join("\n"), receive: receive.join("\n") };
}

/**
 * One script that joins the halves: what the sending half reports comes out on standard error, what the receiving half
 * and the link between print comes out on standard output.
 * @param sender, receiver command lines that run the halves, quoted for /bin/sh.
 */
export function joinedScript(sender: string, receiver: string): string {
  return `exec 3>&2 4>&1\n( ${sender}\n) | ( ${receiver}\n) >&4 2>&4`;
}
