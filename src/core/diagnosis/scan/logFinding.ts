import { printable } from "../../zfs/names";
import type { Finding, Remedy } from "../finding";
import type { Entry } from "../catalogue/entry";
import { fillRemedy, fillText, type Parts } from "./fillTemplate";
import { Around } from "./around";

/** What only follows from a finding: told under it, not beside it. */
export interface Consequence {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
}

/** A finding in a text, with where it stands and what followed from it. */
export interface LogFinding extends Finding {
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
  /** How often the same was said. */
  readonly count: number;
  readonly consequences: readonly Consequence[];
  /** The host that its line names, as a syslog's does; undefined where none does. */
  readonly host: string | undefined;
  /** What the text named: the values behind title and remedies. */
  readonly parts: Parts;
}

/** A place in a text where an entry was found. */
export interface Occurrence {
  readonly entry: Entry;
  readonly parts: Parts;
  readonly line: number;
  endLine: number;
  count: number;
  readonly host: string | undefined;
  readonly text: string;
}

/**
 * An occurrence in words.
 * @param followed what was found to follow from it
 * @param around the lines it stands in, which may show more of it
 */
export function findingAt(occurrence: Occurrence, followed: readonly Occurrence[], around = new Around()): LogFinding {
  const { entry, line, endLine, count, text } = occurrence;
  const { told, parts: known } = around.toldAs(entry.instead, occurrence.parts);
  const parts = shown(known);
  return {
    id: entry.id,
    category: told.category ?? entry.category,
    severity: told.severity ?? entry.severity,
    object: objectOf(parts),
    title: fillText(told.title ?? entry.title, parts),
    cause: fillText(told.cause ?? entry.cause, parts),
    remedies: onceEach(
      (told.remedies ?? entry.remedies)
        .filter(({ where, unless }) => !(where && !around.has(where)) && !(unless && around.has(unless)))
        .map((remedy) => fillRemedy(remedy, known)),
    ),
    text: printable(text),
    line,
    endLine,
    count,
    consequences: followed.map((other) => ({
      id: other.entry.id,
      title: fillText(other.entry.title, shown(other.parts)),
      line: other.line,
      endLine: other.endLine,
    })),
    host: occurrence.host,
    parts: known,
  };
}

/** Steps with the same command, or without one with the same words, are one step. */
function onceEach(remedies: readonly (Remedy | undefined)[]): Remedy[] {
  const said = new Set<string>();
  return remedies.filter((remedy): remedy is Remedy => {
    if (!remedy) return false;
    const key = remedy.command ?? remedy.title.toLowerCase();
    if (said.has(key)) return false;
    said.add(key);
    return true;
  });
}

function shown(parts: Parts): Parts {
  return Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, printable(name === "reason" ? shortened(value) : value)]),
  );
}

/** Characters of a program's own words that a title repeats. */
const most = 160;

/** A program's own words, cut between words. */
export function shortened(words: string): string {
  if (words.length <= most) return words;
  const cut = words.slice(0, most);
  return `${cut.slice(0, cut.includes(" ") ? cut.lastIndexOf(" ") : most)} …`;
}

function objectOf(parts: Parts): string {
  return (
    parts.snapshot ??
    parts.bookmark ??
    parts.dataset ??
    parts.pool ??
    parts.device ??
    parts.host ??
    parts.unit ??
    parts.path ??
    ""
  );
}
