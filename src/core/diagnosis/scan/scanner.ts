import { Guesser } from "../guess/guesser";
import { Episode } from "./episode";
import type { Parts } from "./fillTemplate";
import { findingAt, type LogFinding } from "./logFinding";
import { lookAhead, matchRecord } from "./match";
import { detached, type Line, LineReader } from "./readLines";
import { type LogRecord, recordsOf } from "./record";

/** Lines before a finding that may show what is behind it. */
const kept = 30;

/**
 * Finds what a text tells of, while it comes: each line is looked at once, and of what is behind only a few lines and
 * one episode are kept. Findings are handed over when nothing more can belong to them.
 */
export class Scanner {
  private readonly lines: LineReader;
  private readonly window: LogRecord[] = [];
  /** The lines before those that are looked at. */
  private readonly before: LogRecord[] = [];
  private episode = new Episode();
  /** Undefined once something is known to be trouble. */
  private guesser: Guesser | undefined;
  /** The pool whose `zpool status` is being read. */
  private pool: { readonly name: string; readonly line: number } | undefined;

  /** @param guesses whether a text in which nothing is known is told what its errors look like, at its end */
  constructor(
    private readonly tell: (finding: LogFinding) => void,
    guesses = true,
  ) {
    this.guesser = guesses ? new Guesser() : undefined;
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
    const guess = this.guesser?.best(lines);
    if (guess) this.tell(findingAt(guess, []));
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
    this.examine(record);
    this.before.push(record);
    if (this.before.length > kept) this.before.shift();
  }

  private examine(record: LogRecord): void {
    const heading = record.text.includes("pool: ") ? /^\s*pool: (\S+)\s*$/.exec(record.text) : null;
    if (heading?.[1] !== undefined) this.pool = { name: heading[1], line: record.line };
    this.episode.note(record.line, record);
    this.guesser?.note(record);
    const match = matchRecord(record, this.window, this.before, this.guesser?.isLooking ?? false);
    if (match === "unknown") this.guesser?.look(record, this.before, this.window);
    if (!match || match === "unknown") return;
    if (this.episode.isOver(record.line)) this.close();
    if (this.episode.isEmpty) this.episode = new Episode([...this.before, record]);
    const own = this.window.filter((next) => next.source === record.source).slice(0, match.records - 1);
    const inStatus = this.pool && record.line - this.pool.line < 200 ? { pool: this.pool.name } : {};
    this.episode.add({
      entry: match.entry,
      parts: detachedAll({ ...inStatus, ...match.parts }),
      line: record.line,
      endLine: own.at(-1)?.line ?? record.line,
      count: 1,
      host: record.host === undefined ? undefined : detached(record.host),
      text: detached([record, ...own].map(({ text }) => text).join("\n")),
    });
  }

  private close(): void {
    for (const finding of this.episode.findings()) {
      if (finding.severity !== "info") this.guesser = undefined;
      this.tell(finding);
    }
    this.episode = new Episode();
  }
}

function detachedAll(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, detached(value)]));
}

/**
 * All that a text tells of, in its order. For texts that fit into memory.
 * @param guesses whether a text in which nothing is known is told what its errors look like
 */
export function findingsIn(text: string, { guesses = true }: { readonly guesses?: boolean } = {}): LogFinding[] {
  const found: LogFinding[] = [];
  const scanner = new Scanner((finding) => found.push(finding), guesses);
  scanner.push(text);
  scanner.end();
  return found;
}
