/** A word of a command may have 128 KiB on Linux; a script that is encoded for the login shell grows up to fivefold. */
const longest = 24_000;

export interface Delivery {
  /** What is sent as the command. */
  readonly script: string;
  /** What is written to its standard input. */
  readonly input: string;
}

/**
 * Sends a script that is too long for a command line ahead of the command's own input. It is read to the byte, so that
 * the input is left whole; one byte at a time, because nothing faster is both exact and everywhere. What is cut on its way
 * runs nothing: it stands in braces, which a shell wants to see closed first.
 * @param label words that stay visible in ps(1) though the script is not
 */
export function deliver(script: string, input: string | undefined, label?: string): Delivery {
  if (Buffer.byteLength(script) <= longest) return { script, input: input ?? "" };
  const whole = inBraces(script);
  const bytes = Buffer.byteLength(whole);
  const read = input === undefined ? "cat" : `dd bs=1 count=${bytes} 2>/dev/null`;
  return { script: `${label === undefined ? "" : `: ${label};`}eval "$(${read})"`, input: whole + (input ?? "") };
}

/** A script of which a shell runs all, or nothing where its end is missing. */
export function inBraces(script: string): string {
  return `{\n${script}\n}\n`;
}
