import { readFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../../src/core/diagnosis/catalogue/catalogue";
import { nothing } from "../../../src/core/diagnosis/guess/likely";
import { gramsOf } from "../../../src/core/diagnosis/guess/grams";
import { examples } from "../field/examples";
import { collectedCases, fieldCases, type Round, rounds } from "../field/fieldCases";
import { linesOf } from "./linesOf";
import type { Lesson } from "./train";

const folder = path.join(import.meta.dirname, "..", "..", "fixtures", "guesses");

/** How much a lesson counts beside a log from the field. */
const ofAnExample = 0.5;
const ofAPhrase = 0.2;

/**
 * What guesses are learned from: logs from the field, the catalogue's examples, and phrases.
 * @param without a round that is left out, to see what those that are learned from the others make of it
 */
export function lessons(without?: Round): Lesson[] {
  const category = new Map(catalogue.map((entry) => [entry.id, entry.category]));
  return [
    ...rounds
      .filter((round) => round !== without)
      .flatMap((round) => fieldCases(`${round}failures.txt`))
      .map(({ log, categories }) => lesson(log, categories, 1)),
    ...collectedCases().map(({ log, categories }) => lesson(log, categories, 1)),
    ...rounds
      .filter((round) => round !== without)
      .flatMap((round) => fieldCases(`${round}healthy.txt`))
      .map(({ log }) => lesson(log, [nothing], 1)),
    ...examples().flatMap(({ id, yes }) =>
      yes.map((text) => lesson(text, [category.get(id) ?? "service"], ofAnExample)),
    ),
    ...phrases(),
  ];
}

function lesson(text: string, categories: readonly string[], weight: number): Lesson {
  return { grams: gramsOf(linesOf(text)), categories, weight };
}

/** Phrases below each `=== category`, in lines that begin with how much they count. */
function phrases(): Lesson[] {
  return readFileSync(path.join(folder, "phrases.txt"), "utf8")
    .split(/^=== /m)
    .slice(1)
    .flatMap((block) => {
      const [category = "", ...lines] = block.trimEnd().split("\n");
      return lines.flatMap((line) => {
        const [weight = "", said = ""] = line.split(": ");
        return said.split(", ").map((phrase) => lesson(phrase, [category], ofAPhrase * Number(weight)));
      });
    });
}
