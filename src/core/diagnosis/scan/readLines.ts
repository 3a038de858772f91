/** A line of a text, without its end. */
export interface Line {
  /** From 1. Parts of one line that a carriage return divides have the same number. */
  readonly number: number;
  readonly text: string;
}

/** Characters of a line that are looked at: two names of 255 with the words around them, and a wrapper's command before. */
export const longestLine = 4000;

/** A copy that does not hold the megabytes that it is a piece of: for what is kept. */
export function detached(text: string): string {
  return Buffer.from(text, "utf8").toString();
}

/**
 * Cuts text that comes in pieces into lines. What a line has beyond `longestLine` is passed over, so that a megabyte
 * without a line break takes no memory; ends of lines may be those of Windows, and programs that draw progress bars
 * put several texts on one line.
 */
export class LineReader {
  private rest = "";
  private passing = false;
  private number = 0;

  constructor(private readonly take: (line: Line) => void) {}

  push(text: string): void {
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      this.complete(text.slice(from, Math.min(at, from + longestLine)));
      from = at + 1;
    }
    if (this.passing) return;
    this.rest += text.slice(from, from + longestLine);
    this.passing = this.rest.length >= longestLine;
  }

  /** The last line, which may have no end. @returns the number of lines */
  end(): number {
    if (this.rest !== "" || this.passing) this.complete("");
    return this.number;
  }

  private complete(text: string): void {
    const whole = this.passing ? this.rest : this.rest + text;
    this.rest = "";
    this.passing = false;
    this.number += 1;
    // long lines alone come in so many pieces that those which are kept could hold more than a few of these
    const head = whole.length >= longestLine ? detached(whole.slice(0, longestLine)) : whole;
    const line = head.replace(/\r$/, "");
    if (!line.includes("\r")) {
      this.take({ number: this.number, text: line });
      return;
    }
    for (const part of line.split("\r")) this.take({ number: this.number, text: part });
  }
}
