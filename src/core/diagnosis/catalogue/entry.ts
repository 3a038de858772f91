import { messages } from "../../zfs/messages/messages";
import type { Message } from "../../zfs/messages/message";
import type { Category, Risk, Severity } from "../finding";

/** What a text may name; patterns name their groups after these, with a digit behind where one stands twice. */
export const parts = [
  "pool",
  "dataset",
  "snapshot",
  "bookmark",
  "device",
  "host",
  "port",
  "user",
  "path",
  "property",
  "unit",
  "process",
  "module",
  "kernel",
  "reason",
] as const;

export type Part = (typeof parts)[number];

/**
 * What can be done, before the values are known. In texts, `{pool}` is what was found in the log and `{pool|the pool}`
 * has words for where nothing was; in commands values are quoted, and a command that lacks one is left out, unless it is
 * marked as optional, `{pool?}`.
 */
export interface RemedyTemplate {
  readonly title: string;
  readonly risk: Risk;
  readonly command?: string;
}

/** One thing that can go wrong: how it is known in any text, what it means and what can be done. */
export interface Entry {
  /** Stable: JSON, docs/diagnoses.md and quick fixes go by it. */
  readonly id: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Literal parts, one of which stands in every text that `pattern` takes. */
  readonly needles: readonly string[];
  /** How every text begins that `pattern` takes: entries that share one have it looked for once. */
  readonly begins: RegExp | undefined;
  /** What every line has that `pattern` takes, where that is quicker to find out. */
  readonly has: RegExp | undefined;
  /** Its groups are named after `parts`. */
  readonly pattern: RegExp;
  /** Up to how many lines of one process it is broken over. */
  readonly lines: number;
  /** One sentence without a full stop, with placeholders: what went wrong. */
  readonly title: string;
  /** One sentence without a full stop: why. */
  readonly cause: string;
  readonly remedies: readonly RemedyTemplate[];
  /** Where the text comes from. */
  readonly source: string;
  /** It may only follow from what these categories tell of, which then is the cause; undefined: it is a cause itself. */
  readonly follows: readonly Category[] | "any" | undefined;
  /** What other entries tell of in other words: of one pool it is told once. */
  readonly alsoToldAs: string | undefined;
  /** So common a wording that it means this only near words of zfs or of a tool around it. */
  readonly loose: boolean;
}

interface Shared {
  readonly title: string;
  readonly severity?: Severity;
  readonly remedies?: readonly RemedyTemplate[];
  readonly follows?: readonly Category[] | "any";
  readonly alsoToldAs?: string;
  readonly source?: string;
}

/** An entry for a message of zfs itself, whose text and meaning stand in `core/zfs/messages`. */
export type Said = Shared & { readonly of: string };

/** An entry for a text that only logs have. */
export type Seen = Shared & {
  readonly id: string;
  readonly needles: string | readonly string[];
  readonly begins?: RegExp;
  readonly has?: RegExp;
  readonly pattern: RegExp;
  readonly lines?: number;
  readonly cause: string;
  readonly source: string;
};

const byId = new Map<string, Message>(messages.map((message) => [message.id, message]));

/**
 * The entries of one category.
 * @throws Error for one that speaks of a message that there is not
 */
export function entriesOf(category: Category, rows: readonly (Said | Seen)[]): readonly Entry[] {
  return rows.map((row) => ("of" in row ? fromMessage(category, row) : fromLog(category, row)));
}

function fromMessage(category: Category, row: Said): Entry {
  const message = byId.get(row.of);
  if (!message) throw new Error(`The catalogue speaks of a message that there is not: ${row.of}.`);
  return {
    id: message.id,
    category,
    severity: row.severity ?? "error",
    needles: message.needles,
    begins: undefined,
    has: undefined,
    pattern: message.pattern,
    lines: message.pattern.source.includes("\\s+") ? 2 : 1,
    title: row.title,
    cause: capital(message.because),
    remedies: [...(row.remedies ?? []), { title: capital(message.nextStep), risk: "none" }],
    source: row.source ?? "OpenZFS lib/libzfs, cmd/zfs",
    follows: row.follows ?? (message.symptom ? "any" : undefined),
    alsoToldAs: row.alsoToldAs,
    loose: message.loose,
  };
}

function fromLog(category: Category, row: Seen): Entry {
  return {
    id: row.id,
    category,
    severity: row.severity ?? "error",
    needles: typeof row.needles === "string" ? [row.needles] : row.needles,
    begins: row.begins,
    has: row.has,
    pattern: row.pattern,
    lines: row.lines ?? 1,
    title: row.title,
    cause: row.cause,
    remedies: row.remedies ?? [],
    source: row.source,
    follows: row.follows,
    alsoToldAs: row.alsoToldAs,
    loose: false,
  };
}

/** A remedy that only looks. */
export function look(title: string, command?: string): RemedyTemplate {
  return command === undefined ? { title, risk: "none" } : { title, risk: "none", command };
}

/** A remedy that changes something, and takes nothing away. */
export function change(title: string, command?: string): RemedyTemplate {
  return command === undefined ? { title, risk: "changes" } : { title, risk: "changes", command };
}

/** A remedy that takes something away for good. */
export function destroy(title: string, command?: string): RemedyTemplate {
  return command === undefined ? { title, risk: "destroys" } : { title, risk: "destroys", command };
}

function capital(clause: string): string {
  return clause.slice(0, 1).toUpperCase() + clause.slice(1);
}
