/**
 * Bytes, rate and time left of one stream, from what `zfs send -vP` prints each second. A stream with intermediates
 * counts each snapshot from zero; their sums are what is shown.
 */
export class StreamProgress {
  private total: number | undefined;
  private readonly bySnapshot = new Map<string, number>();
  private previous: { readonly bytes: number; readonly at: number } | undefined;
  private rate = 0;

  /** @param expected bytes, where an estimate is known before zfs prints its own */
  constructor(expected: number | undefined) {
    this.total = expected;
  }

  /** The stream begins now. @param at milliseconds of a clock that only goes forward */
  begin(at: number): void {
    this.previous = { bytes: 0, at };
  }

  /** The whole stream's size, as zfs has estimated it. */
  size(bytes: number): void {
    this.total = bytes;
  }

  /**
   * @param at milliseconds of a clock that only goes forward
   * @param live false: it is told of the past, and tells nothing of the rate
   * @returns whether it is more than before
   */
  sent(snapshot: string, bytes: number, at: number, live = true): boolean {
    const more = bytes > (this.bySnapshot.get(snapshot) ?? 0);
    this.bySnapshot.set(snapshot, bytes);
    const sum = this.bytes;
    if (live && this.previous && at > this.previous.at) {
      const now = ((sum - this.previous.bytes) * 1000) / (at - this.previous.at);
      this.rate = this.rate === 0 ? now : this.rate * 0.7 + now * 0.3;
    }
    this.previous = { bytes: sum, at };
    return more;
  }

  get bytes(): number {
    let sum = 0;
    for (const bytes of this.bySnapshot.values()) sum += bytes;
    return sum;
  }

  /** Bytes once the stream is whole: short ones end before zfs has counted anything. */
  get finalBytes(): number {
    return Math.max(this.bytes, this.total ?? 0);
  }

  /** @returns bytes, bytes a second, and milliseconds; undefined where it cannot be known yet */
  snapshot(): { bytes: number; total: number | undefined; rate: number; eta: number | undefined } {
    const { bytes, total, rate } = this;
    const eta = total !== undefined && rate > 0 ? Math.max(0, ((total - bytes) / rate) * 1000) : undefined;
    return { bytes, total, rate, eta };
  }
}
