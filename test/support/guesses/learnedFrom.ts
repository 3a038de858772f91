import { type Learned, letters, rareness, sizes } from "../../../src/core/diagnosis/guess/likely";
import type { Weights } from "./train";

/** Weights that are kept: the largest. */
const most = 24_000;

/** Weights as the text that `Judge` reads. */
export function learnedFrom({ classes, grams }: Weights): Learned {
  const all = [...grams.values()].flatMap(({ speaks }) => [...speaks].map(Math.abs)).toSorted((a, b) => b - a);
  const unit = (all[0] ?? 1) / sizes;
  const least = all[most] ?? 0;
  const parts = [...grams].map(([gram, { rare, speaks }]) => {
    const told = classes.flatMap((_, at) => {
      const weight = speaks[at] ?? 0;
      const size = Math.round(weight / unit);
      return size === 0 || Math.abs(weight) <= least ? [] : [letters.charAt(at) + letters.charAt(size + sizes)];
    });
    // also what speaks for nothing: it counts for the length of what is said
    return gram + letters.charAt(Math.round(rare / rareness)) + told.join("");
  });
  return { classes: classes as Learned["classes"], unit, weights: parts.join("|") };
}
