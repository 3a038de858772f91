import { readFileSync } from "node:fs";

/** One command that was run on a real OpenZFS, and what came of it. */
export interface Transcript {
  readonly id: string;
  readonly name: string;
  /** For bash. */
  readonly cmd: string;
  /** The exit status; `hang` where it never ended. */
  readonly rc: number | "hang";
  readonly stdout: string;
  readonly stderr: string;
  readonly unreliable?: unknown;
}

/** The versions of OpenZFS that were recorded by themselves. */
export const versions = ["openzfs-2.1.11", "openzfs-2.3.9"] as const;
/** These, then streams from each to the other. */
export const recordings = [...versions, "x-2.1.11-to-2.3.9", "x-2.3.9-to-2.1.11"] as const;
export type Recording = (typeof recordings)[number];

/** Everything in a recording, less the rows that are known to have gone wrong while they were recorded. */
export function transcripts(recording: Recording): Transcript[] {
  const file = new URL(`../../fixtures/transcripts/${recording}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Transcript)
    .filter(
      (row) => row.unreliable === undefined && !/^(recv-killed-term|n-ssh-client-killed|m-newpool)/.test(row.name),
    );
}

/** The one row of that name. @throws when there is none, or more than one with different output */
export function transcript(recording: Recording, name: string): Transcript {
  const [row, ...more] = transcripts(recording).filter((candidate) => candidate.name === name);
  if (!row || more.some((other) => other.stdout !== row.stdout))
    throw new Error(`${recording} has not exactly one ${name}`);
  return row;
}

/** What stands behind `-o` in a command. */
export function columnsOf(command: { readonly argv: readonly string[] }): string {
  return command.argv[command.argv.indexOf("-o") + 1] ?? "";
}

/**
 * The output of a `-H` listing with other columns, taken from one that has them all: rows of real output as the command
 * under test would have printed them.
 * @param columns the columns that were recorded
 * @param wanted those to print; `constants` gives the ones that were not recorded
 */
export function project(
  stdout: string,
  columns: string,
  wanted: string,
  constants: Readonly<Record<string, string>> = {},
): string {
  const names = columns.split(",");
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => {
      const cells = line.split("\t");
      if (cells.length !== names.length) throw new Error(`${cells.length} cells for ${names.length} columns: ${line}`);
      return wanted
        .split(",")
        .map((name) => {
          const cell = cells[names.indexOf(name)] ?? constants[name];
          if (cell === undefined) throw new Error(`${name} was not recorded`);
          return cell;
        })
        .join("\t");
    })
    .map((line) => `${line}\n`)
    .join("");
}
