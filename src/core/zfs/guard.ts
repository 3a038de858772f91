import { shellCommand } from "../base/shellQuote";

/** What shows, right before a command that goes by names, that these still stand for what was meant by them. */
export interface Guard {
  /** Lists those that are there, a line for each. */
  readonly argv: readonly string[];
  /** The whole lines that may come; any other one is something else of the same name. */
  readonly lines: readonly string[];
  /** The lines are digests of all that is listed, sorted: there may be more of it than one command has room for. */
  readonly whole: boolean;
}

/**
 * For sh, behind a list of a guard: passes on what none of its lines is, and ends with 1 where there is nothing of that kind.
 * Every other exit status is that of grep(1), which could not compare, or found something.
 */
export function foreignLines({ lines, whole }: Guard): string {
  const grep = shellCommand(["grep", "-vxF", ...lines.flatMap((line) => ["-e", line])]);
  // where none of these programs is, what comes is no digest
  return whole ? `LC_ALL=C sort | { sha256sum || sha256 || echo unknown; } 2>/dev/null | ${grep}` : grep;
}
