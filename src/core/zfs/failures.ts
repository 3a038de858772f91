import type { Reason } from "../base/errors";
import { messages } from "./messages/messages";

/** What a tool's message means, without the object it is about. */
export interface Failure {
  readonly reason: Reason;
  /** A clause without a full stop. */
  readonly because: string;
  /** An imperative clause without a full stop. */
  readonly nextStep: string;
  /** The line that told. */
  readonly line: string;
  /** True for what only follows from a failure elsewhere (a broken pipe, say): it explains nothing by itself. */
  readonly symptom: boolean;
}

/**
 * Every failure that a tool's stderr tells of, causes before symptoms and otherwise in the order of the text.
 * @param stderr of one process; messages that OpenZFS breaks over two lines are read whole.
 */
export function failuresIn(stderr: string): Failure[] {
  const found: Failure[] = [];
  const lines = stderr.split("\n");
  for (let i = 0; i < lines.length; i += 1) {
    const line = (lines[i] ?? "").slice(0, longestLine);
    if (line.trim() === "") continue;
    // OpenZFS breaks some messages after 'does not' or '…modified': look at the line with the next one, too
    const joined = `${line}\n${(lines[i + 1] ?? "").slice(0, longestLine)}`;
    const candidates = messages.filter(({ needles }) => needles.some((needle) => line.includes(needle)));
    const message =
      candidates.find(({ pattern }) => pattern.test(line)) ??
      candidates.find(({ pattern }) => pattern.source.includes("\\s+") && pattern.test(joined));
    if (message) {
      const { reason, because, nextStep, symptom } = message;
      found.push({ reason, because, nextStep, line: line.trim(), symptom });
    }
  }
  return [...found.filter((failure) => !failure.symptom), ...found.filter((failure) => failure.symptom)];
}

/** The failure that explains `stderr` best; undefined when nothing in it is known. */
export function failureIn(stderr: string): Failure | undefined {
  return failuresIn(stderr)[0];
}

/** Characters of a line that are looked at: two names of 255 with the words around them fit, and no pattern takes long. */
const longestLine = 1000;
