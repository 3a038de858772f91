import type { Category } from "../../../src/core/diagnosis/finding";
import { type Learned, letters, sizes } from "../../../src/core/diagnosis/guess/likely";
import type { Weights } from "./train";

/** Weights that are kept: the largest. */
const most = 24_000;

/** Weights as the text that `Judge` reads. */
export function learnedFrom({ classes, grams }: Weights): Learned {
  const all = [...grams.values()].flatMap((weights) => [...weights].map(Math.abs)).toSorted((a, b) => b - a);
  const unit = (all[0] ?? 1) / sizes;
  const least = all[most] ?? 0;
  const parts = [...grams].flatMap(([gram, weights]) => {
    const told = classes.flatMap((_, at) => {
      const weight = weights[at] ?? 0;
      const size = Math.round(weight / unit);
      return size === 0 || Math.abs(weight) <= least ? [] : [letters.charAt(at) + letters.charAt(size + sizes)];
    });
    return told.length === 0 ? [] : [gram + told.join("")];
  });
  return { classes: classes as Category[], unit, weights: parts.join("|") };
}
