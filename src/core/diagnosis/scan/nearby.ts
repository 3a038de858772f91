import { isTrouble } from "../guess/grams";

/** A line, and which program of which host wrote it; the same for all where nothing says it. */
export interface NearbyLine {
  readonly text: string;
  readonly source: string;
}

/** Lines that are kept; beyond that only those beside what was found. */
const most = 300;
/** How many on either side. */
const beside = 3;
/** Lines before one in which its reason may stand. */
const above = 6;

/** The lines that an episode stands in, and a few before it: all of a short one, of a long one those beside what was found. */
export class Nearby {
  private readonly lines: NearbyLine[] = [];
  /** The last ones that were not kept, and how many are to be kept yet. */
  private passed: NearbyLine[] = [];
  private wanted = 0;
  private isCut = false;

  /** @param before the lines before it */
  constructor(before: readonly NearbyLine[] = []) {
    for (const line of before) this.read(line);
  }

  /** False where lines were left out, which may show what nothing else does. */
  get isWhole(): boolean {
    return !this.isCut;
  }

  get texts(): readonly string[] {
    return this.lines.map(({ text }) => text);
  }

  read(line: NearbyLine): void {
    if (this.lines.length < most || this.wanted > 0) {
      this.wanted -= 1;
      this.lines.push(line);
      return;
    }
    this.passed.push(line);
    if (this.passed.length <= beside + 1) return;
    this.passed.shift();
    this.isCut = true;
  }

  /** What was read last is what was found: it and the lines beside it are kept. */
  found(): void {
    this.lines.push(...this.passed);
    this.passed = [];
    this.wanted = beside;
  }

  /** What a program said before a line that has its reason above; undefined where it called nothing trouble there. */
  reasonAbove(text: string): string | undefined {
    const at = this.lines.findIndex((line) => line.text === text);
    const own = this.lines[at];
    if (!own) return undefined;
    return this.lines
      .slice(Math.max(0, at - above), at)
      .filter((line) => processless(line.source) === processless(own.source))
      .map((line) => line.text)
      .findLast(isTrouble);
  }
}

/** The same program by whatever process, and what a wrapper says for what it ran on either side. */
function processless(source: string): string {
  return source.replace(/(?:\[\d+\])?(?:Source|Target)?$/, "");
}
