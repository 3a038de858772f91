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
 * has words for where nothing was, and `{'pool}` is quoted, for what is to be typed; in commands values are quoted, and a command that lacks one is left out, unless it is
 * marked as optional, `{pool?}`.
 */
export interface RemedyTemplate {
  readonly title: string;
  readonly risk: Risk;
  readonly command?: string;
  /** It is a step only where the lines around show this. */
  readonly where?: RegExp;
  /** It is a step only where they do not show this. */
  readonly unless?: RegExp;
}

/** That a receive keeps what it has when it breaks off. */
const resumable =
  /\b(?:receive|recv)(?: +[^\s|;'"]+){0,12} +-[A-Za-z]*s\b|receive_resume_token|resume token|partially|zfs send (?:-\w+ )?-\w*t\b|Resuming|\bzrepl\b|zettarepl/;
const goesOn = "run it again: it goes on from what was kept, where anything was";

/** What an entry is told as where the lines around it show which of its causes it is. */
export interface Instead {
  /** Looked for in the lines of the same episode and the few before it; its groups are named after `parts`. */
  readonly when: RegExp;
  /** What must not stand there. */
  readonly unless?: RegExp;
  /** It is told only of what it names, not of a finding that names nothing. */
  readonly onlyOfNamed?: true;
  readonly category?: Category;
  readonly severity?: Severity;
  readonly title?: string;
  readonly cause?: string;
  readonly remedies?: readonly RemedyTemplate[];
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
  /** The first whose `when` is found is told. */
  readonly instead: readonly Instead[];
  /** What nothing else may stand before or hide: a pool that is suspended, a panic. */
  readonly urgent: boolean;
}

interface Shared {
  readonly title: string;
  readonly severity?: Severity;
  readonly remedies?: readonly RemedyTemplate[];
  readonly follows?: readonly Category[] | "any";
  readonly alsoToldAs?: string;
  readonly source?: string;
  readonly instead?: readonly Instead[];
  readonly urgent?: boolean;
}

/**
 * An entry for a message of zfs itself, whose text and meaning stand in `core/zfs/messages`.
 * `cause` is for where the title says already what the message means, `next` for where its next step is none of a log's.
 */
export type Said = Shared & { readonly of: string; readonly cause?: string; readonly next?: "in remedies" };

/** An entry for a text that only logs have. */
export type Seen = Shared & {
  readonly id: string;
  readonly needles: string | readonly string[];
  readonly begins?: RegExp;
  readonly has?: RegExp;
  readonly pattern: RegExp;
  readonly lines?: number;
  readonly loose?: boolean;
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
    cause: row.cause ?? capital(message.because),
    remedies: [...(row.remedies ?? []), ...(row.next === undefined ? nextSteps(message.nextStep) : [])],
    source: row.source ?? "OpenZFS lib/libzfs, cmd/zfs",
    follows: row.follows ?? (message.symptom ? "any" : undefined),
    alsoToldAs: row.alsoToldAs,
    loose: message.loose,
    instead: row.instead ?? [],
    urgent: row.urgent ?? false,
  };
}

/** A log, other than a run of this program, rarely has a receive that keeps what it got. */
function nextSteps(nextStep: string): readonly RemedyTemplate[] {
  return nextStep === goesOn ? again : [look(capital(nextStep))];
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
    loose: row.loose ?? false,
    instead: row.instead ?? [],
    urgent: row.urgent ?? false,
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

/** Going on after a stream broke off. */
export const again: readonly RemedyTemplate[] = [
  { title: "Run it again: it goes on from what was kept", risk: "none", where: resumable },
  { title: "Run it again: if the receive had no -s, it begins anew", risk: "none", unless: resumable },
];

function capital(clause: string): string {
  return clause.slice(0, 1).toUpperCase() + clause.slice(1);
}
