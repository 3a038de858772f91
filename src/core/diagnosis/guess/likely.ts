import type { Category } from "../finding";
import { gramsOf } from "./grams";
import { classes, unit, weights } from "./weights";

/** A category, and how likely it is; the shares of all categories add up to 1. */
export interface Likely {
  readonly category: Category;
  readonly share: number;
}

/** What parts of words speak for, as it was learned (`test/support/guesses`). */
export interface Learned {
  readonly classes: readonly Category[];
  /** What one size of a weight is. */
  readonly unit: number;
  /** Parts of words, between bars or line ends: each, then for each class it speaks for or against a letter for it and one for the size. */
  readonly weights: string;
}

/** What a class and a size of a weight are written as; the size in the middle would be nothing. */
export const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
/** Sizes of a weight that are told apart, on either side of nothing. */
export const sizes = 31;
/** Characters of a part of words. */
const width = 4;

/** Tells of lines what they are likely to be about. */
export class Judge {
  private readonly table = new Map<string, Float64Array>();

  constructor(private readonly learned: Learned) {
    for (const part of learned.weights.split(/[|\n]/)) {
      const speaks = new Float64Array(learned.classes.length);
      for (let at = width; at + 1 < part.length; at += 2)
        speaks[letters.indexOf(part.charAt(at))] = (letters.indexOf(part.charAt(at + 1)) - sizes) * learned.unit;
      this.table.set(part.slice(0, width), speaks);
    }
  }

  /** The categories by how likely they are, the likeliest first. The same lines always give the same. */
  likely(lines: Iterable<string>): readonly Likely[] {
    const sums = new Float64Array(this.learned.classes.length);
    for (const [gram, counts] of gramsOf(lines)) {
      const speaks = this.table.get(gram);
      if (!speaks) continue;
      for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (speaks[at] ?? 0) * counts;
    }
    const highest = Math.max(...sums);
    const shares = sums.map((sum) => Math.exp(sum - highest));
    const all = shares.reduce((sum, share) => sum + share, 0);
    return this.learned.classes
      .map((category, at) => ({ category, share: (shares[at] ?? 0) / all }))
      .toSorted((a, b) => b.share - a.share);
  }
}

let judge: Judge | undefined;

/** The one that has learned from all logs and texts there are; made when first asked for. */
export function theJudge(): Judge {
  judge ??= new Judge({ classes, unit, weights });
  return judge;
}

/** How much likelier one category is than another, as the logarithm of the ratio. */
export function oddsOf(likely: readonly Likely[], category: Category, than: Category): number {
  const share = (of: Category): number => likely.find((each) => each.category === of)?.share ?? 0;
  return Math.log((share(category) + 1e-9) / (share(than) + 1e-9));
}
