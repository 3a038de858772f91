import { Episode } from "./episode";
import type { LogFinding } from "./logFinding";
import { lookAhead, matchRecord } from "./match";
import { type Line, LineReader } from "./readLines";
import { type LogRecord, recordsOf } from "./record";

/**
 * Finds what a text tells of, while it comes: each line is looked at once, and of what is behind only a few lines and
 * one episode are kept. Findings are handed over when nothing more can belong to them.
 */
export class Scanner {
  private readonly lines: LineReader;
  private readonly window: LogRecord[] = [];
  private episode = new Episode();
  /** The pool whose `zpool status` is being read. */
  private pool: { readonly name: string; readonly line: number } | undefined;

  constructor(private readonly tell: (finding: LogFinding) => void) {
    this.lines = new LineReader((line) => this.take(line));
  }

  /** @param text the next piece, cut anywhere */
  push(text: string): void {
    this.lines.push(text);
  }

  /** Tells what is left. @returns the number of lines that were read */
  end(): number {
    const lines = this.lines.end();
    while (this.window.length > 0) this.look();
    this.close();
    return lines;
  }

  private take(line: Line): void {
    for (const record of recordsOf(line)) {
      this.window.push(record);
      if (this.window.length > lookAhead) this.look();
    }
  }

  private look(): void {
    const record = this.window.shift();
    if (!record) return;
    const heading = record.text.includes("pool: ") ? /^\s*pool: (\S+)\s*$/.exec(record.text) : null;
    if (heading?.[1] !== undefined) this.pool = { name: heading[1], line: record.line };
    const match = matchRecord(record, this.window);
    if (!match) return;
    if (this.episode.isOver(record.line)) this.close();
    const own = this.window.filter((next) => next.source === record.source).slice(0, match.records - 1);
    const inStatus = this.pool && record.line - this.pool.line < 200 ? { pool: this.pool.name } : {};
    this.episode.add({
      entry: match.entry,
      parts: { ...inStatus, ...match.parts },
      line: record.line,
      endLine: own.at(-1)?.line ?? record.line,
      count: 1,
      host: record.host,
      text: [record, ...own].map(({ text }) => text).join("\n"),
    });
  }

  private close(): void {
    for (const finding of this.episode.findings()) this.tell(finding);
    this.episode = new Episode();
  }
}

/** All that a text tells of, in its order. For texts that fit into memory. */
export function findingsIn(text: string): LogFinding[] {
  const found: LogFinding[] = [];
  const scanner = new Scanner((finding) => found.push(finding));
  scanner.push(text);
  scanner.end();
  return found;
}
