import type { Severity } from "../finding";
import { Around } from "./around";
import { likeliestFirst, withLikelierCategory } from "./likelier";
import { findingAt, type LogFinding, type Occurrence } from "./logFinding";
import { Nearby, type NearbyLine } from "./nearby";
import { withReasonAbove } from "./reasonAbove";

/** Lines without anything to tell, after which what comes has nothing to do with what was. */
const apart = 40;
/** Occurrences that are weighed together. */
const most = 200;

/**
 * Occurrences that stand close to each other. One failed pipeline says several things: what only follows from another
 * is put under it, and what is said again is counted.
 */
export class Episode {
  private readonly occurrences: Occurrence[] = [];
  private readonly known = new Map<string, Occurrence>();
  private readonly nearby: Nearby;
  private last = 0;

  /** @param before the lines before it, and its first */
  constructor(before: readonly NearbyLine[] = []) {
    this.nearby = new Nearby(before);
  }

  /** Takes a line of it or behind it, which may show what is the cause. */
  note(line: number, near: NearbyLine): void {
    if (this.occurrences.length > 0 && line - this.last <= apart) this.nearby.read(near);
  }

  get isEmpty(): boolean {
    return this.occurrences.length === 0;
  }

  /** True when what is on `line` no longer belongs to it. */
  isOver(line: number): boolean {
    return this.occurrences.length > 0 && (line - this.last > apart || this.occurrences.length >= most);
  }

  add(occurrence: Occurrence): void {
    this.last = occurrence.endLine;
    const { entry, parts, host } = occurrence;
    const key = [entry.id, host, parts.pool, parts.dataset, parts.snapshot, parts.device, parts.unit, parts.user].join(
      "\n",
    );
    const same = this.known.get(key);
    if (same) {
      same.count += 1;
      return;
    }
    this.known.set(key, occurrence);
    this.occurrences.push(occurrence);
    this.nearby.found();
  }

  /** What happened, in the order of the text. */
  findings(): readonly LogFinding[] {
    const causeOf = new Map<Occurrence, Occurrence>();
    for (const occurrence of this.occurrences) {
      const cause = this.toldBefore(occurrence, causeOf) ?? this.nearestCause(occurrence, causeOf);
      if (cause) causeOf.set(occurrence, cause);
    }
    const rootOf = (occurrence: Occurrence): Occurrence => {
      const cause = causeOf.get(occurrence);
      return cause && !standsAlone(occurrence, cause) ? rootOf(cause) : occurrence;
    };
    const followed = new Map<Occurrence, Occurrence[]>();
    for (const occurrence of this.occurrences) {
      const root = rootOf(occurrence);
      const list = followed.get(root) ?? [];
      followed.set(root, list);
      if (root !== occurrence) list.push(occurrence);
    }
    const lines = this.nearby.texts;
    const around = new Around(lines.join("\n"), this.nearby.isWhole);
    const findings = [...followed]
      .toSorted(([a], [b]) => Number(b.entry.urgent) - Number(a.entry.urgent) || a.line - b.line)
      .map(([root, others]) => {
        const cause = causeOf.get(root);
        const finding = findingAt(root, others, around);
        const failed = finding.severity === "warning" && others.some(failedAJob);
        const told: LogFinding = {
          ...finding,
          category: cause?.entry.category ?? finding.category,
          severity: failed ? "error" : finding.severity,
        };
        if (cause) return { host: root.host, told };
        const explained = withReasonAbove(root, told, this.nearby);
        return { host: root.host, told: withLikelierCategory(root.entry, explained, lines) };
      });
    const once = onceEach(findings);
    return this.hasUrgent ? once : likeliestFirst(once, lines);
  }

  private get hasUrgent(): boolean {
    return this.occurrences.some(({ entry }) => entry.urgent);
  }

  /** The same in other words: of the same pool of one host, or of one that only the other names. */
  private toldBefore(again: Occurrence, causeOf: ReadonlyMap<Occurrence, Occurrence>): Occurrence | undefined {
    const { alsoToldAs } = again.entry;
    const { pool } = again.parts;
    if (alsoToldAs === undefined) return undefined;
    const at = this.occurrences.indexOf(again);
    return this.occurrences.find(
      (other, i) =>
        other !== again &&
        other.entry.alsoToldAs === alsoToldAs &&
        (other.host === undefined || again.host === undefined || other.host === again.host) &&
        !leadsTo(other, again, causeOf) &&
        (pool === undefined ? i < at || other.parts.pool !== undefined : i < at && other.parts.pool === pool),
    );
  }

  /** The closest occurrence that explains this one. What explains nothing itself is taken only when nothing else is there. */
  private nearestCause(symptom: Occurrence, causeOf: ReadonlyMap<Occurrence, Occurrence>): Occurrence | undefined {
    const { follows } = symptom.entry;
    if (follows === undefined) return undefined;
    const explains = (other: Occurrence): boolean =>
      other !== symptom &&
      (follows === "any" || follows.includes(other.entry.category)) &&
      !leadsTo(other, symptom, causeOf) &&
      strength(other) > strength(symptom) - (other.line < symptom.line ? 1 : 0);
    const candidates = this.occurrences.filter(explains);
    return candidates.toSorted((a, b) => strength(b) - strength(a) || distance(a, symptom) - distance(b, symptom))[0];
  }
}

/** That a tool or a unit could not do its work: what it follows from is no mere warning then. */
function failedAJob({ entry }: Occurrence): boolean {
  return entry.category === "service" && entry.follows !== undefined && entry.severity === "error";
}

/** What is urgent is told itself, even where something else is its cause; only what says the same takes its place. */
function standsAlone(occurrence: Occurrence, cause: Occurrence): boolean {
  return occurrence.entry.urgent && !cause.entry.urgent;
}

/** 2 for a cause, 1 for what may follow from some, 0 for what says nothing by itself, -1 for what only repeats that something failed. */
function strength({ entry }: Occurrence): number {
  if (entry.follows === undefined) return 2;
  if (entry.follows !== "any") return 1;
  return entry.category === "service" ? -1 : 0;
}

function leadsTo(from: Occurrence, to: Occurrence, causeOf: ReadonlyMap<Occurrence, Occurrence>): boolean {
  for (let at: Occurrence | undefined = from; at; at = causeOf.get(at)) if (at === to) return true;
  return false;
}

/** Lines between a cause and what may follow from it: a cause stands before, or is told at the end of the same block. */
function distance(cause: Occurrence, symptom: Occurrence): number {
  const lines = symptom.line - cause.line;
  const elsewhere = cause.host !== undefined && symptom.host !== undefined && cause.host !== symptom.host;
  return (lines >= 0 ? lines : 5 - 3 * lines) + (elsewhere ? apart : 0);
}

const bySeverity: readonly Severity[] = ["info", "warning", "error"];

/** What two lines were told as in the same words, of the same thing on the same host, is one finding. */
function onceEach(findings: readonly { readonly host: string | undefined; readonly told: LogFinding }[]): LogFinding[] {
  const said = new Map<string, LogFinding>();
  for (const { host, told } of findings) {
    const { snapshot, dataset, pool, device, unit, user } = told.parts;
    const key = [told.title, host, snapshot ?? dataset ?? pool, told.parts.host, device, unit, user].join("\n");
    const first = said.get(key);
    said.set(key, first ? together(first, told) : told);
  }
  return [...said.values()];
}

function together(first: LogFinding, again: LogFinding): LogFinding {
  const isWorse = bySeverity.indexOf(again.severity) > bySeverity.indexOf(first.severity);
  return {
    ...first,
    severity: isWorse ? again.severity : first.severity,
    count: first.count + again.count,
    consequences: [...first.consequences, ...again.consequences],
  };
}
