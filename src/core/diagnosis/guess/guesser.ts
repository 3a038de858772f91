import type { Category } from "../finding";
import type { Entry } from "../catalogue/entry";
import type { Occurrence } from "../scan/logFinding";
import { detached } from "../scan/readLines";
import type { LogRecord } from "../scan/record";
import { isTrouble } from "./grams";
import { guesses, somethingFailed } from "./guesses";
import { inPassing } from "./trouble";
import { type Judge, theJudge } from "./likely";

/** What this product is for. */
const aboutZfs =
  /\bz(?:fs|pool|ed|vol|stream|db|repl|rep|xfer)\b|\bzfs[_-]|ZFS|\b[Dd]atasets?\b|\b[Pp]ools?\b|[Ss]napshots?\b|replicat|syncoid|sanoid|znapzend|pyznap|bzfs|zettarepl|mbuffer|vdev|\bspl\b|\b(?:vm|subvol)-\d+-disk/;

/** Lines that are looked at in a text: enough for what a person sends, and nothing in a log of gigabytes. */
const most = 500;
/** Lines of a text in which what is not about zfs counts, too: what a person has picked. */
const short = 40;
/** Lines before and behind one that are weighed with it, and lines that are kept in all. */
const beside = 6;
const kept = 60;
/** Characters of a line that are kept. */
const longest = 600;
/** How likely a category must be to be told, and where nothing speaks of zfs. */
const enough = 0.15;
const enoughElsewhere = 0.2;
/** How likely it must be that a short text tells of trouble where none of its lines says so. */
const surely = 0.95;
/** Lines that such a text has at least: one alone may be anything. */
const fewest = 3;

/** Lines that call something an error, and those around them. */
class Suspects {
  readonly lines: LogRecord[] = [];
  private readonly around = new Map<LogRecord, string>();

  add(record: LogRecord, before: readonly LogRecord[], following: readonly LogRecord[]): void {
    if (this.around.size >= kept) return;
    this.lines.push({ ...record, text: detached(record.text.slice(0, longest)) });
    for (const each of [...before.slice(-beside), record, ...following.slice(0, beside)])
      if (!this.around.has(each)) this.around.set(each, detached(each.text.slice(0, longest)));
  }

  /** What all of them are likely to be about, and the line that speaks for it most. */
  guess(judge: Judge, least: number): { readonly entry: Entry | undefined; readonly record: LogRecord } | undefined {
    const [first] = this.lines;
    if (!first) return undefined;
    const [likeliest] = judge.likely(this.around.values());
    if (!likeliest || likeliest.share < least) return { entry: undefined, record: first };
    const { category } = likeliest;
    return { entry: guesses.get(category), record: speaksMost(this.lines, first, category, judge) };
  }
}

/** Of lines, the one that speaks most for a category. */
function speaksMost(lines: readonly LogRecord[], first: LogRecord, category: Category, judge: Judge): LogRecord {
  const share = ({ text }: LogRecord): number =>
    judge.likely([text]).find((each) => each.category === category)?.share ?? 0;
  return lines
    .map((line) => ({ line, share: share(line) }))
    .reduce((best, next) => (next.share > best.share ? next : best), { line: first, share: 0 }).line;
}

/**
 * Remembers what unknown errors of a text look like, for the case that nothing else is found in it.
 */
export class Guesser {
  private looked = 0;
  private readonly near = new Suspects();
  private readonly elsewhere = new Suspects();
  /** All lines, as long as the text is short. */
  private readonly all: LogRecord[] = [];

  constructor(private readonly judge: () => Judge = theJudge) {}

  /** False once it has looked at so many lines that it looks at no more. */
  get isLooking(): boolean {
    return this.looked < most;
  }

  /** Takes each line, in the order of the text. */
  note(record: LogRecord): void {
    if (this.all.length <= short) this.all.push({ ...record, text: detached(record.text.slice(0, longest)) });
  }

  /**
   * Looks at a line that no entry knows and that has one of `marks`.
   * @param before the lines before it
   * @param following the lines behind it, which may say what it is about
   */
  look(record: LogRecord, before: readonly LogRecord[], following: readonly LogRecord[]): void {
    this.looked += 1;
    if (!isTrouble(record.text)) return;
    const isAbout =
      aboutZfs.test(`${record.source} ${record.text}`) || following.some(({ text }) => aboutZfs.test(text));
    (isAbout ? this.near : this.elsewhere).add(record, before, following);
  }

  /** The likeliest, once the text has ended. @param lines how many it had */
  best(lines: number): Occurrence | undefined {
    const near = this.near.guess(this.judge(), enough);
    if (near) return occurrenceOf(near.entry ?? somethingFailed[0], near.record);
    if (lines > short) return undefined;
    const elsewhere = this.elsewhere.guess(this.judge(), enoughElsewhere);
    return elsewhere?.entry ? occurrenceOf(elsewhere.entry, elsewhere.record) : this.ofAll();
  }

  /** Of a text no line of which tells what its trouble is, but which as a whole reads like one that tells of some. */
  private ofAll(): Occurrence | undefined {
    const lines = this.all.filter(({ text }) => text.trim() !== "" && !inPassing.test(text));
    const [first] = lines;
    const texts = lines.map(({ text }) => text);
    if (!first || lines.length < fewest || !texts.some((text) => aboutZfs.test(text))) return undefined;
    const judge = this.judge();
    const [likeliest] = judge.likely(texts);
    if (!likeliest || likeliest.share < enough || judge.troubleIn(texts) < surely) return undefined;
    const { category } = likeliest;
    return occurrenceOf(guesses.get(category), speaksMost(lines, first, category, judge));
  }
}

function occurrenceOf(entry: Entry | undefined, { line, text, host }: LogRecord): Occurrence | undefined {
  const parts = { reason: text.trim().slice(0, 200) };
  return entry && { entry, parts, line, endLine: line, count: 1, host, text };
}
