/**
 * Cuts what login shells print (banners, the output of .bashrc) off the front of a stream: everything up to and including
 * the line that holds the marker. Works on bytes, whatever the borders of the chunks.
 */
export class Preamble {
  private held: Buffer = Buffer.alloc(0);
  private done = false;

  /** @param most bytes before the marker that are kept while looking for it; more of it is forgotten from the front. */
  constructor(
    private readonly marker: string,
    private readonly most = 1 << 20,
  ) {}

  /** What was printed before the marker; while the marker has not come, all of it. */
  noise = "";
  /** What stands behind the marker on its line; undefined until the line has come. */
  announced: string | undefined;

  /** Takes a chunk, gives those of its bytes that come after the marker's line. */
  push(chunk: Buffer): Buffer {
    if (this.done) return chunk;
    this.held = Buffer.concat([this.held, chunk]);
    const start = this.held.indexOf(this.marker);
    const end = start < 0 ? -1 : this.held.indexOf(0x0a, start);
    if (end < 0) {
      if (this.held.length > this.most) this.held = this.held.subarray(this.held.length - this.most);
      this.noise = this.held.toString("utf8");
      return Buffer.alloc(0);
    }
    this.done = true;
    this.announced = this.held.toString("latin1", start + this.marker.length, end).trim();
    this.noise = this.held.toString("utf8", 0, start);
    const rest = this.held.subarray(end + 1);
    this.held = Buffer.alloc(0);
    return rest;
  }
}
