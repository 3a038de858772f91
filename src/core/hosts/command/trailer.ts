/**
 * Takes the report `MARKER STATUS` out of a stream of standard error, wherever it stands; works on bytes, whatever the
 * borders of the chunks. What comes after the report is passed on: the ssh program may have something to say.
 */
export class Trailer {
  private held: Buffer = Buffer.alloc(0);
  /** The exit status that was reported; undefined as long as none was. */
  status: number | undefined;

  constructor(private readonly marker: string) {}

  /** Takes a chunk, gives what can be passed on already. */
  push(chunk: Buffer): Buffer {
    if (this.status !== undefined) return chunk;
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const start = this.held.indexOf(this.marker);
    if (start < 0) return this.release(this.held.length - this.endingLikeTheMarker());
    const report = /^ (\d+)\r?\n/.exec(this.held.toString("latin1", start + this.marker.length));
    if (!report) return this.release(start);
    this.status = Number(report[1]);
    const rest = this.held.subarray(start + this.marker.length + report[0].length);
    return Buffer.concat([this.held.subarray(0, start), rest]);
  }

  /** What was held back when the stream ended. */
  end(): Buffer {
    return this.status === undefined ? this.release(this.held.length) : Buffer.alloc(0);
  }

  private release(length: number): Buffer {
    const out = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    return out;
  }

  /** How many of the last bytes held may be the beginning of the marker. */
  private endingLikeTheMarker(): number {
    const most = Math.min(this.held.length, this.marker.length - 1);
    for (let length = most; length > 0; length -= 1) {
      if (this.marker.startsWith(this.held.toString("latin1", this.held.length - length))) return length;
    }
    return 0;
  }
}

/** Names of the signals whose numbers are the same on all systems OpenZFS runs on. */
const names: Readonly<Record<number, string>> = {
  1: "HUP",
  2: "INT",
  3: "QUIT",
  4: "ILL",
  5: "TRAP",
  6: "ABRT",
  8: "FPE",
  9: "KILL",
  11: "SEGV",
  13: "PIPE",
  14: "ALRM",
  15: "TERM",
};

/** The status sh gives for a command to what ended it: 128 and a signal's number mean that signal. */
export function endFromStatus(status: number): { code: number | undefined; signal: string | undefined } {
  const signal = names[status - 128];
  return signal === undefined ? { code: status, signal: undefined } : { code: undefined, signal };
}
