import { ZfsrError } from "../base/errors";
import { printable } from "./names";

/**
 * Takes the output of `-H` apart: a row a line, columns by tabs.
 * @param columns how many there must be.
 * @throws ZfsrError unexpected-output for a row of another width, or a last row that was cut off.
 */
export function* rows(stdout: string, columns: number): Generator<readonly string[]> {
  let start = 0;
  while (start < stdout.length) {
    const end = stdout.indexOf("\n", start);
    if (end < 0) throw unreadable(stdout.slice(start), "the last line was cut off");
    if (end > start) {
      const row = stdout.slice(start, end).split("\t");
      if (row.length !== columns)
        throw unreadable(stdout.slice(start, end), `it has ${row.length} columns, not ${columns}`);
      yield row;
    }
    start = end + 1;
  }
}

/** A whole number of bytes, txgs or seconds; `-` and empty give `absent` where that is allowed. */
export function count(text: string | undefined, absent?: number): number {
  if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  if (absent !== undefined && (text === "-" || text === "")) return absent;
  throw unreadable(text ?? "", "it is not a number");
}

/**
 * A name that a host has listed, of a dataset, a snapshot, a bookmark or a pool, by the characters that ZFS allows (and
 * `%`, which its own hidden datasets have; behind `@`, `zfs destroy` would take it for a range). What passes can be given
 * back to a host and shown to a person.
 * @throws ZfsrError unexpected-output
 */
export function listedName(text: string | undefined): string {
  if (text !== undefined && /^[A-Za-z0-9][A-Za-z0-9_\-.: %/]*(?:[@#][A-Za-z0-9_\-.: ]+)?$/.test(text)) return text;
  throw unreadable(text ?? "", "it is no name that ZFS allows");
}

/** zfs's `-` for nothing, to undefined. */
export function optional(text: string | undefined): string | undefined {
  return text === undefined || text === "-" || text === "" ? undefined : text;
}

/** The error for output that cannot be read. @param text the line, or the start of it */
export function unreadable(text: string, because: string): ZfsrError {
  return new ZfsrError({
    reason: "unexpected-output",
    object: `'${printable(text.slice(0, 120))}'`,
    because: `a host printed a line that could not be read: ${because}`,
    nextStep: "run the command of the log by hand on that host and compare",
  });
}
