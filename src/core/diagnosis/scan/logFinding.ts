import { printable } from "../../zfs/names";
import type { Finding } from "../finding";
import type { Entry } from "../catalogue/entry";
import { fillRemedy, fillText, type Parts } from "./fillTemplate";

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

/** An occurrence in words. @param followed what was found to follow from it */
export function findingAt(occurrence: Occurrence, followed: readonly Occurrence[]): LogFinding {
  const { entry, line, endLine, count, text } = occurrence;
  const parts = shown(occurrence.parts);
  return {
    id: entry.id,
    category: entry.category,
    severity: entry.severity,
    object: objectOf(parts),
    title: fillText(entry.title, parts),
    cause: entry.cause,
    remedies: entry.remedies.map((remedy) => fillRemedy(remedy, occurrence.parts)),
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
    parts: occurrence.parts,
  };
}

function shown(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, printable(value)]));
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
