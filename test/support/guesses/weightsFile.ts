import type { Learned } from "../../../src/core/diagnosis/guess/likely";

/** Parts of words in a line of the file. */
const inALine = 28;

/** `src/core/diagnosis/guess/weights.ts` as `npm run guesses` writes it. */
export function weightsFile({ classes, unit, weights }: Learned): string {
  const parts = weights.split("|");
  const lines = parts.flatMap((_, at) => (at % inALine === 0 ? [parts.slice(at, at + inALine).join("|")] : []));
  return [
    `import type { Learned } from "./likely";`,
    "",
    "// Written by `npm run guesses` from test/fixtures: what guesses have learned. Not to be edited.",
    "",
    "/** What can be guessed. */",
    `export const classes: Learned["classes"] = [`,
    ...classes.map((category) => `  "${category}",`),
    "];",
    "",
    "/** What one size of a weight is. */",
    `export const unit = ${Number(unit.toFixed(6))};`,
    "",
    "/** For each part of words what it speaks for and against (`Learned` in likely.ts). */",
    `export const weights = \`${lines.join("\n")}\`;`,
    "",
  ].join("\n");
}
