import { shellQuote } from "../../base/shellQuote";

/** A process of a host, as ps(1) shows it. */
export interface HostProcess {
  readonly pid: number;
  /** All of them, as they are: it is known again by them before it is ended. */
  readonly words: string;
}

/**
 * A line of sh that ends that process, known again by all its words: its id may be another's by the time a person has agreed.
 * TERM alone.
 * @param what it is, for the refusal: `receive` @param waiting why it may not end: a clause
 */
export function endProcess({ pid, words }: HostProcess, what: string, waiting: string): string {
  return [
    `p=${pid}`,
    `[ "$(ps -ww -o args= -p $p)" = ${shellQuote(words)} ] || { echo "Process $p is not that ${what} any more." >&2; exit 1; }`,
    "kill $p 2>/dev/null || sudo -n kill $p || exit 1",
    "for i in 1 2 3 4 5 6 7 8 9 10; do ps -p $p >/dev/null || exit 0; sleep 1; done",
    `echo "Process $p has not ended: ${waiting}." >&2; exit 1`,
  ].join("; ");
}
