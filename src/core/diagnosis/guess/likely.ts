import type { Category } from "../finding";
import { gramsOf } from "./grams";
import { classes, unit, weights } from "./weights";

/** A category, and how likely it is; the shares of all categories add up to 1. */
export interface Likely {
  readonly category: Category;
  readonly share: number;
}

/** What a log is that tells of no trouble. */
export const nothing = "nothing";

/** What parts of words speak for, as it was learned (`test/support/guesses`). */
export interface Learned {
  readonly classes: readonly (Category | typeof nothing)[];
  /** What one size of a weight is. */
  readonly unit: number;
  /**
   * Parts of words, between bars or line ends: each, then a letter for how rare it is, then for each class it speaks for or
   * against a letter for it and one for the size.
   */
  readonly weights: string;
}

/** What a class and a size of a weight are written as; the size in the middle would be nothing. */
export const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
/** Sizes of a weight that are told apart, on either side of nothing. */
export const sizes = 31;
/** What one letter of rareness is: the logarithm of how few lessons have a part of words. */
export const rareness = 0.125;
/** Characters of a part of words. */
const width = 4;

/** What is known of a part of words. */
interface Known {
  readonly rare: number;
  /** For each class. */
  readonly speaks: Float64Array;
}

/** Tells of lines what they are likely to be about. */
export class Judge {
  private readonly table = new Map<string, Known>();

  constructor(private readonly learned: Learned) {
    for (const part of learned.weights.split(/[|\n]/)) {
      const speaks = new Float64Array(learned.classes.length);
      for (let at = width + 1; at + 1 < part.length; at += 2)
        speaks[letters.indexOf(part.charAt(at))] = (letters.indexOf(part.charAt(at + 1)) - sizes) * learned.unit;
      this.table.set(part.slice(0, width), { rare: letters.indexOf(part.charAt(width)) * rareness, speaks });
    }
  }

  /** The categories by how likely they are, the likeliest first, of lines that tell of trouble. The same lines always give the same. */
  likely(lines: Iterable<string>): readonly Likely[] {
    const shares = this.shares(lines).flatMap(({ category, share }) =>
      category === nothing ? [] : [{ category, share }],
    );
    const all = shares.reduce((sum, { share }) => sum + share, 0);
    return shares
      .map(({ category, share }) => ({ category, share: share / all }))
      .toSorted((a, b) => b.share - a.share);
  }

  /** How likely it is that lines tell of trouble at all: of 1; 0 where no part of their words is known. */
  troubleIn(lines: Iterable<string>): number {
    const shares = this.shares(lines);
    if (shares.every(({ share }) => share === shares[0]?.share)) return 0;
    const all = shares.reduce((sum, { share }) => sum + share, 0);
    return 1 - (shares.find(({ category }) => category === nothing)?.share ?? 0) / all;
  }

  /** For each class, as its share of something. */
  private shares(lines: Iterable<string>): { readonly category: Category | typeof nothing; readonly share: number }[] {
    const sums = new Float64Array(this.learned.classes.length);
    let squares = 0;
    for (const [gram, counts] of gramsOf(lines)) {
      const known = this.table.get(gram);
      if (!known) continue;
      const weight = counts * known.rare;
      squares += weight * weight;
      for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (known.speaks[at] ?? 0) * weight;
    }
    const length = Math.sqrt(squares) || 1;
    const highest = Math.max(...sums) / length;
    return this.learned.classes.map((category, at) => ({
      category,
      share: Math.exp((sums[at] ?? 0) / length - highest),
    }));
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
