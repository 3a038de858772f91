const letters: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/**
 * The bytes of a name as sed's `l` command (or getfattr) writes them, a character for each byte, so that names of any
 * bytes at all can be told apart and are in the order of their bytes.
 */
export function bytesOfEscaped(text: string): string {
  return text.includes("\\")
    ? text.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter: string) =>
        octal === undefined ? (letters[letter] ?? letter) : String.fromCharCode(parseInt(octal, 8)),
      )
    : text;
}

/** A name as people read it: UTF-8; what is none becomes U+FFFD. @param bytes a character for each byte */
export function readable(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
