import type { Category } from "../finding";
import { words } from "./words";

/** What the words of a text make most likely. */
export interface Weighed {
  readonly category: Category;
  /** The sum of the weights of the words that speak for it. */
  readonly score: number;
}

interface Weight {
  readonly category: Category;
  readonly weight: number;
}

/** Characters of a text that are weighed. */
const longest = 600;
/** Parts of the longest word that is listed. */
const most = Math.max(...[...listed().keys()].map((word) => word.split(" ").length));

const weights = listed();

/**
 * The category that a text's words speak for, by the table in `words.ts`; undefined where none is listed. Words behind the
 * last colon, where a reason stands, count half as much again. Linear in the text; the same text always gives the same.
 */
export function weigh(text: string): Weighed | undefined {
  const said = text.slice(0, longest).toLowerCase().replaceAll(/['’]/g, "");
  const reason = said.lastIndexOf(": ");
  const tokens: { readonly word: string; readonly late: boolean }[] = [];
  for (const match of said.matchAll(/[a-z_]+\d*|\d+/g))
    tokens.push({ word: match[0], late: reason >= 0 && match.index > reason });
  const sums = new Map<Category, number>();
  const seen = new Set<string>();
  for (let at = 0; at < tokens.length; at += 1) {
    let word = "";
    for (let length = 1; length <= most && at + length <= tokens.length; length += 1) {
      const token = tokens[at + length - 1];
      if (!token) break;
      word = length === 1 ? token.word : `${word} ${token.word}`;
      const known = weights.get(word);
      if (!known || seen.has(word)) continue;
      seen.add(word);
      for (const { category, weight } of known)
        sums.set(category, (sums.get(category) ?? 0) + weight * (token.late ? 1.5 : 1));
    }
  }
  const [first] = [...sums].toSorted(([, a], [, b]) => b - a);
  return first && { category: first[0], score: first[1] };
}

function listed(): ReadonlyMap<string, readonly Weight[]> {
  const table = new Map<string, Weight[]>();
  for (const [category, list] of Object.entries(words) as [Category, string][]) {
    for (const [, word = "", weight] of list.toLowerCase().matchAll(/([a-z_\d][a-z_\d ]*?):(\d)/g)) {
      const known = table.get(word) ?? [];
      table.set(word, [...known, { category, weight: Number(weight) }]);
    }
  }
  return table;
}
