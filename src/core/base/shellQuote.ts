/**
 * The one quoting function. Everything that reaches a shell as text goes through it.
 *
 * What comes out is read as the same single word by sh, bash, dash, zsh, csh, tcsh and fish; tested against the real ones
 * (test/unit/core/base/shellQuote.test.ts). The characters that some shell treats as special even between single quotes
 * are put outside of them with a backslash: `'` (all), `\` (fish), `!` (csh's history).
 * @throws RangeError for a NUL, which no argument can hold, and for a newline, which csh cannot read from a command
 * line: scripts with newlines go through `remoteCommand`.
 */
export function shellQuote(word: string): string {
  if (/[\0\n\r]/.test(word)) throw new RangeError("A NUL or a line break cannot be part of a shell word.");
  if (word === "") return "''";
  return word
    .split(/(['\\!]+)/)
    .map((part, i) => {
      if (i % 2 === 1) return part.replace(/./g, "\\$&");
      return /^[A-Za-z0-9_./:@+,-]*$/.test(part) ? part : `'${part}'`;
    })
    .join("");
}

/** Words to one command line for `sh -c`. */
export function shellCommand(argv: readonly string[]): string {
  return argv.map(shellQuote).join(" ");
}

/**
 * What to hand to sshd as the command, so that `script` is run by /bin/sh whatever the login shell is.
 * A script with line breaks or quotes is encoded for printf(1), so that the login shell sees harmless characters alone.
 */
export function remoteCommand(script: string): string {
  if (/^[^'\\!\n\r\0]*$/.test(script)) return `exec /bin/sh -c ${shellQuote(script)}`;
  const encoded = [...Buffer.from(script, "utf8")]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9_./:@+, =-]/.test(char) ? char : `\\0${byte.toString(8).padStart(3, "0")}`;
    })
    .join("");
  return `exec /bin/sh -c ${shellQuote(`eval "$(printf %b "${encoded}")"`)}`;
}
