import type { ZfsrError } from "../base/errors";
import type { Guard } from "./guard";

/**
 * What to run on a host and how to read its answer. A command never runs itself: whoever holds a Host does.
 * `argv` is words, never a line for a shell.
 */
export interface Command<T> {
  readonly argv: readonly string[];
  /** What the command is about, for messages: `tank/home@monday`, `tank`. */
  readonly object: string;
  /**
   * Reads the standard output of a run that ended with 0.
   * @throws ZfsrError unexpected-output when it is not what the command prints.
   */
  readonly parse: (stdout: string) => T;
}

/** A command that runs only while what its words name is what was meant by them. */
export interface GuardedCommand<T> extends Command<T> {
  /** Looks right before it, in the same shell; `refusal` says why the command did not run. */
  readonly guard?: Guard & { readonly refusal: ZfsrError };
}

/** For commands that say nothing when all is well. */
export function parseNothing(): void {
  return;
}
