import { catalogue } from "../catalogue/catalogue";
import type { Entry } from "../catalogue/entry";
import { marks } from "../guess/trouble";
import type { Parts } from "./fillTemplate";
import { NeedleFilter } from "./needleFilter";
import { partsOf } from "./partsOf";
import type { LogRecord } from "./record";

/** An entry that a text was found to be. */
export interface Match {
  readonly entry: Entry;
  readonly parts: Parts;
  /** How many records it takes up. */
  readonly records: number;
}

const known = catalogue.map((entry, rank) => ({ needles: entry.needles, value: rank }));
const filter = new NeedleFilter(known);

/** What a line has that may be an error without any entry knowing it. */
const marked = catalogue.length;
const filterWithMarks = new NeedleFilter([...known, { needles: marks, value: marked }]);

/** Words of zfs and of the tools around it: where one stands, common words mean what they mean there. */
const aboutZfs =
  /\bz(?:fs|pool|ed|vol|stream|repl)\b|\bbzfs|pyznap|zfs_autobackup|cannot (?:receive|send|resume|open|create|destroy|mount|unmount|hold|release|rollback|rename|set|import|export|promote|estimate|share|clone)|syncoid|sanoid|znapzend|zettarepl|mbuffer|client_loop|\bpv\b|^Connection to \S+ closed by remote|^Write failed: Broken pipe|(?:receive|send|snapshot|hold|import|list|get|create|destroy|rollback|clone|rename|inherit|upgrade|mount|unmount|share|allow|release|bookmark|scrub|set) (?:\[-|<property=value>|<filesystem|<snapshot)|cannot scrub|history for pool|get properties of|Key load error|bad property list/im;

/**
 * What is no event: ssh's details (but for the one that it is often left waiting behind), a test that passed
 * (`ok 3 - says when the pool is full`), an entry of release notes.
 */
const asides =
  /^(?:debug[123]: (?!expecting SSH2_MSG_KEX)|\s*ok \d+ - |\s*[✔✓] |\s*[-*•] (?:Fix(?:ed|es)?|Add(?:ed|s)?|Change[ds]?|Remove[ds]?|Improve[ds]?|Deprecate[ds]?): )/;

/** Records behind one that are looked at together with it. */
export const lookAhead = 6;

/**
 * What a record says, the most telling entry.
 * @param record the one to look at
 * @param following those behind it, of whatever source; only those of its own are read on with it
 * @param before those before it, of whatever source, which may speak of zfs
 * @param guessing whether to tell what may be an error without any entry knowing it
 */
export function matchRecord(
  record: LogRecord,
  following: readonly LogRecord[],
  before: readonly LogRecord[],
  guessing: boolean,
): Match | "unknown" | undefined {
  if (asides.test(record.text)) return undefined;
  // what a program prints about itself may lack its name, which the logger has put before it
  const named = withProgram(record, record.text);
  const candidates = (guessing ? filterWithMarks : filter).candidates(named);
  if (candidates.size === 0) return undefined;
  if (candidates.size === 1 && candidates.has(marked)) return "unknown";
  const own = [record, ...following.filter((next) => next.source === record.source)].slice(0, lookAhead);
  const near = { own, before };
  const begun = new Map<RegExp, boolean>();
  for (const rank of [...candidates].toSorted((a, b) => a - b)) {
    const entry = catalogue[rank];
    if (entry?.begins && !begun.has(entry.begins)) begun.set(entry.begins, entry.begins.test(named));
    if (entry?.begins && begun.get(entry.begins) === false) continue;
    if (entry?.has && !entry.has.test(named)) continue;
    const found = entry && matchEntry(entry, near);
    if (found) return found;
  }
  return candidates.has(marked) ? "unknown" : undefined;
}

interface Near {
  /** The record that is looked at, and those of its source behind it. */
  readonly own: readonly LogRecord[];
  readonly before: readonly LogRecord[];
}

function matchEntry(entry: Entry, { own, before }: Near): Match | undefined {
  const [first] = own;
  if (!first) return undefined;
  for (let records = entry.lines; records >= 1; records -= 1) {
    const text = own
      .slice(0, records)
      .map((record) => record.text)
      .join("\n");
    const named = withProgram(first, text);
    const match = entry.pattern.exec(text) ?? (named === text ? null : entry.pattern.exec(named));
    if (!match || match.index > first.text.length) continue;
    if (entry.loose && isQuoted(match)) continue;
    if (entry.loose && !speaksOfZfs(first, [...before.slice(-lookAhead), ...own])) continue;
    return { entry, parts: partsOf(match), records: match[0].includes("\n") ? records : 1 };
  }
  return undefined;
}

/** `Do not report "dataset is busy" for …`: a sentence that speaks of a message, and is none. */
function isQuoted({ input, index }: RegExpExecArray): boolean {
  return /[a-z] ["“]$/.test(input.slice(Math.max(0, index - 3), index));
}

function speaksOfZfs({ source }: LogRecord, near: readonly LogRecord[]): boolean {
  const texts = near.filter((record) => record.source === source).map(({ text }) => text);
  return aboutZfs.test(`${source}\n${texts.join("\n")}`);
}

/** `smartd[15638]: Device: …` */
function withProgram({ program }: LogRecord, text: string): string {
  return program === undefined ? text : `${program}: ${text}`;
}
