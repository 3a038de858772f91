import { StringDecoder } from "node:string_decoder";

/**
 * Bytes to lines: UTF-8 across the borders of chunks, `\n` or `\r\n` cut off, a last line without a line break handed
 * over by `end`. Bytes that are no UTF-8 become U+FFFD. A line longer than `most` characters is handed over in pieces.
 */
export class LineSplitter {
  private readonly decoder = new StringDecoder("utf8");
  private pending: string[] = [];
  private pendingLength = 0;

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly most = 16 << 20,
  ) {}

  push(chunk: Buffer): void {
    this.take(this.decoder.write(chunk));
  }

  end(): void {
    this.take(this.decoder.end());
    if (this.pendingLength > 0) this.flush("");
  }

  private take(text: string): void {
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      this.flush(text.slice(from, at));
      from = at + 1;
    }
    if (from < text.length) {
      this.pending.push(text.slice(from));
      this.pendingLength += text.length - from;
      if (this.pendingLength > this.most) this.flush("");
    }
  }

  private flush(last: string): void {
    const line = this.pending.join("") + last;
    this.pending = [];
    this.pendingLength = 0;
    this.onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
  }
}
