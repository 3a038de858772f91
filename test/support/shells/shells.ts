import { spawnSync } from "node:child_process";

/** A login shell that a host may have, with the Debian package that brings it. */
export interface Shell {
  readonly name: string;
  readonly package: string;
}

/** The real shells that what we quote must survive. */
export const shells: readonly Shell[] = [
  { name: "sh", package: "dash" },
  { name: "dash", package: "dash" },
  { name: "bash", package: "bash" },
  { name: "csh", package: "tcsh" },
  { name: "tcsh", package: "tcsh" },
  { name: "fish", package: "fish" },
];

/**
 * Runs `line` as sshd would: `SHELL -c line`, in the locale given.
 * @returns what it printed. @throws when the shell is missing, fails, or prints on standard error
 */
export function runInShell(shell: Shell, line: string, locale: string): Buffer {
  const { error, status, stdout, stderr } = spawnSync(shell.name, ["-c", line], {
    env: { PATH: process.env["PATH"], LC_ALL: locale, HOME: "/nonexistent" },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 26,
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    throw new Error(`The shell ${shell.name} is missing. Install it: apt-get install -y ${shell.package}`);
  }
  if (error) throw error;
  if (status !== 0 || stderr.length > 0)
    throw new Error(`${shell.name} ended with ${status}: ${stderr.toString("utf8")}`);
  return stdout;
}

/** The words that a program got which printed each of them with a NUL behind it. */
export function wordsIn(output: Buffer): string[] {
  return output.toString("utf8").split("\0").slice(0, -1);
}

/** A word in single quotes, as POSIX sh has it: for scripts of tests, where the one quoting function is on trial itself. */
export function posixQuote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
