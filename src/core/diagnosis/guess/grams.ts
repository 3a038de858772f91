import { inPassing, trouble } from "./trouble";

/** Characters of a line that are looked at. */
const longest = 600;
/** Characters of a part of words. */
const width = 4;
/** How much a line counts that calls nothing trouble. */
const beside = 0.6;

/**
 * What lines say, as parts of their words with how much each counts: four characters, over the bounds of words, too, so
 * that words that are alike have most of them in common. Names, paths and numbers are one sign each. Linear in the lines.
 */
export function gramsOf(lines: Iterable<string>): ReadonlyMap<string, number> {
  const grams = new Map<string, number>();
  for (const line of lines) {
    const counts = isTrouble(line) ? 1 : beside;
    const said = ` ${wordsOf(line).join(" ")} `;
    for (let at = 0; at + width <= said.length; at += 1) {
      const gram = said.slice(at, at + width);
      if ((grams.get(gram) ?? 0) < counts) grams.set(gram, counts);
    }
  }
  return grams;
}

/** Whether a line calls something trouble, and not in passing. */
export function isTrouble(line: string): boolean {
  return trouble.test(line) && !inPassing.test(line);
}

/** Small letters; `#` for numbers, `/` for a path or a dataset, `@` for a snapshot or a login. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [piece] of line
    .slice(0, longest)
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .matchAll(/[^\s"`()[\]{},;=|<>]+/g)) {
    if (/^(?:i\/o|input\/output)\b/.test(piece)) words.push("io");
    else if (/\w\/|\/\w/.test(piece)) words.push("/");
    else if (/@\w/.test(piece)) words.push("@");
    else for (const [word] of piece.matchAll(/[a-z_]+|\d+/g)) words.push(/^\d/.test(word) ? "#" : word);
  }
  return words;
}
