import { recordsOf } from "../../../src/core/diagnosis/scan/record";

/** The lines of a text as the scanner has them: without what a logger put before them. */
export function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line, at) => recordsOf({ number: at + 1, text: line }).map((record) => record.text));
}
