import { unreadable } from "../../zfs/rows";

/** Values that a probe printed as lines `@name value`; what tools print between them is left alone. */
export class Report {
  private readonly values: ReadonlyMap<string, string>;

  constructor(readonly text: string) {
    this.values = new Map(
      [...text.matchAll(/^@(\S+) (.*)$/gm)].map(([, name = "", value = ""]) => [name, value.trim()] as const),
    );
  }

  /** Undefined where it was not printed, or is empty. */
  word(name: string): string | undefined {
    const value = this.values.get(name);
    return value === "" ? undefined : value;
  }

  /** Undefined where it was not printed or is no number. */
  number(name: string): number | undefined {
    const text = this.word(name);
    return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  }

  /** @throws ZfsrError unexpected-output */
  needed(name: string): number {
    const value = this.number(name);
    if (value === undefined) throw unreadable(this.text.slice(-200), `'${name}' is missing`);
    return value;
  }

  /** Seconds between two moments that were printed in nanoseconds; a thousandth at least. */
  seconds(from: string, to: string): number {
    return Math.max(0.001, (this.needed(to) - this.needed(from)) / 1e9);
  }

  /** How far a counter went on between two looks; undefined where it was not seen. */
  risen(name: string): number | undefined {
    const [before, after] = [this.number(`before.${name}`), this.number(`after.${name}`)];
    return before === undefined || after === undefined ? undefined : Math.max(0, after - before);
  }

  /** The part of all processors that was busy between two looks `seconds` apart. */
  busy(seconds: number): number | undefined {
    const ticks = this.risen("cpu");
    const cores = this.number("cores");
    if (ticks === undefined || cores === undefined) return undefined;
    // USER_HZ is 100 on every architecture that OpenZFS runs on: proc(5)
    return Math.min(1, ticks / 100 / cores / seconds);
  }
}
