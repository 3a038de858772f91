import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Category } from "../../../src/core/diagnosis/finding";

/** A log after a public thread. */
export interface FieldCase {
  readonly name: string;
  /** What a person who read the thread says it is, the likelier first where two would be right; none for a healthy log. */
  readonly categories: readonly Category[];
  readonly log: string;
  /** Kept aside while the catalogue was tuned. */
  readonly heldOut: boolean;
}

const folder = path.join(import.meta.dirname, "..", "..", "fixtures", "field");

/** What the files of a round begin with (test/fixtures/field/README.md). */
export const rounds = [
  "",
  "second-",
  "third-",
  "fourth-",
  "fifth-",
  "sixth-",
  "seventh-",
  "eighth-",
  "ninth-",
  "tenth-",
  "eleventh-",
  "twelfth-",
  "thirteenth-",
  "fourteenth-",
  "fifteenth-",
] as const;

export type Round = (typeof rounds)[number];

/** The cases of a round's `failures.txt` or `healthy.txt` (test/fixtures/field/README.md). */
export function fieldCases(file: `${Round}failures.txt` | `${Round}healthy.txt`): FieldCase[] {
  return casesIn(path.join(folder, file));
}

/** What was collected to learn from, and is no round (test/fixtures/guesses/README.md). */
export function collectedCases(): FieldCase[] {
  return casesIn(path.join(folder, "..", "guesses", "collected.txt"));
}

function casesIn(file: string): FieldCase[] {
  return readFileSync(file, "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [head = "", ...lines] = block.split("\n");
      const [name = "", category = "-"] = head.split(" ");
      const hash = createHash("sha256").update(name).digest();
      return {
        name,
        categories: category === "-" ? [] : (category.split("|") as Category[]),
        log: lines.join("\n"),
        heldOut: hash.readUInt32BE(0) % 2 === 0,
      };
    });
}
