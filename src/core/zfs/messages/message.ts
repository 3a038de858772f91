import type { Reason } from "../../base/errors";

/**
 * One message of zfs(8), zpool(8) or of what stands around them in a pipeline: how it is known and what it means. The
 * table of them is the only place that knows these texts: `failures.ts` reads it for the reason of a failed command, the
 * catalogue of `core/diagnosis` for what is to be told and done about a line in a log.
 */
export interface Message {
  /** Stable: findings, docs/diagnoses.md and quick fixes go by it. */
  readonly id: string;
  /** Literal parts, one of which stands in every text that `pattern` takes: most lines need no more than these. */
  readonly needles: readonly string[];
  /** Its groups are named after what they hold: pool, dataset, snapshot, bookmark, property, path, host, user. */
  readonly pattern: RegExp;
  readonly reason: Reason;
  /** A clause without a full stop. */
  readonly because: string;
  /** An imperative clause without a full stop. */
  readonly nextStep: string;
  /** It only follows from a failure elsewhere (a broken pipe, say): it explains nothing by itself. */
  readonly symptom: boolean;
  /** So common a wording that it means this only where the text is known to be about zfs. */
  readonly loose: boolean;
}

type Row = readonly [
  id: string,
  needles: string | readonly string[],
  pattern: RegExp,
  reason: Reason,
  because: string,
  nextStep: string,
  kind?: "symptom" | "loose" | "loose symptom",
];

/** Messages from rows, which are easier to read below each other. */
export function messagesOf(rows: readonly Row[]): readonly Message[] {
  return rows.map(([id, needles, pattern, reason, because, nextStep, kind]) => ({
    id,
    needles: typeof needles === "string" ? [needles] : needles,
    pattern,
    reason,
    because,
    nextStep,
    symptom: kind?.endsWith("symptom") ?? false,
    loose: kind?.startsWith("loose") ?? false,
  }));
}
