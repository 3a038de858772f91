import type { Command } from "../zfs/command";
import { unreadable } from "../zfs/rows";

/**
 * A command of sh as one word list: `$1` … are `args`. It goes to a shell in one line, so it has no line break.
 * @param object what it asks for, for messages
 */
export function question<T>(
  object: string,
  script: string,
  parse: (stdout: string) => T,
  args: readonly string[] = [],
): Command<T> {
  return { argv: ["sh", "-c", script.trim().replace(/\s*\n\s*/g, " "), "sh", ...args], object, parse };
}

/** A whole number on the first line. @throws ZfsrError unexpected-output */
export function numberIn(stdout: string): number {
  const text = /^\s*(\d+)/.exec(stdout)?.[1];
  if (text === undefined) throw unreadable(stdout, "it is not a number");
  return Number(text);
}

/** Lines that are not empty. */
export function linesIn(stdout: string): string[] {
  return stdout.split("\n").filter((line) => line.trim() !== "");
}
