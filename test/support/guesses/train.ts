import { rareness } from "../../../src/core/diagnosis/guess/likely";

/** A text as what it says (`gramsOf`), and what a person takes it for: one of several, where several would be right. */
export interface Lesson {
  readonly grams: ReadonlyMap<string, number>;
  readonly categories: readonly string[];
  /** How much it counts. */
  readonly weight: number;
}

/** What is learned of a part of words. */
export interface Weighed {
  /** How rare it is: a multiple of `rareness`. */
  readonly rare: number;
  /** How much it speaks for each class. */
  readonly speaks: Float64Array;
}

export interface Weights {
  readonly classes: readonly string[];
  readonly grams: ReadonlyMap<string, Weighed>;
}

/** Times that all lessons are gone through. */
const rounds = 20;
/** How far a step goes, and how far each step goes back to zero: what few lessons say is not to be believed. */
const step = 0.5;
const decay = 3e-4;
/** Lessons that must have a part of words for it to count. */
const fewest = 4;

/**
 * Multinomial logistic regression by gradient descent with a step of its own for each weight (AdaGrad). The same lessons
 * in the same order always give the same weights.
 */
export function train(lessons: readonly Lesson[]): Weights {
  const classes = [...new Set(lessons.flatMap(({ categories }) => categories))].toSorted();
  const rare = rarenessOf(lessons);
  const numbers = new Map([...rare.keys()].map((gram, number) => [gram, number]));
  const count = classes.length;
  const weights = new Float64Array(numbers.size * count);
  const squares = new Float64Array(numbers.size * count).fill(1e-6);
  const inputs = lessons.map(({ grams, categories, weight }) => ({
    parts: ofLengthOne(
      [...grams].flatMap(([gram, value]) => {
        const number = numbers.get(gram);
        return number === undefined ? [] : [{ from: number * count, value: value * (rare.get(gram) ?? 0) }];
      }),
    ),
    right: categories.map((category) => classes.indexOf(category)),
    weight,
  }));
  const random = randomNumbers();
  for (let round = 0; round < rounds; round += 1) {
    for (const { parts, right, weight } of shuffled(inputs, random)) {
      const wrong = new Float64Array(count);
      for (const { from, value } of parts)
        for (let at = 0; at < count; at += 1) wrong[at] = (wrong[at] ?? 0) + (weights[from + at] ?? 0) * value;
      intoShares(wrong);
      for (const at of right) wrong[at] = (wrong[at] ?? 0) - 1 / right.length;
      for (const { from, value } of parts) {
        for (let at = 0; at < count; at += 1) {
          const gradient = weight * (wrong[at] ?? 0) * value + decay * (weights[from + at] ?? 0);
          const square = (squares[from + at] ?? 0) + gradient * gradient;
          squares[from + at] = square;
          weights[from + at] = (weights[from + at] ?? 0) - (step * gradient) / Math.sqrt(square);
        }
      }
    }
  }
  return {
    classes,
    grams: new Map(
      [...numbers].map(([gram, number]) => [
        gram,
        { rare: rare.get(gram) ?? 0, speaks: weights.slice(number * count, (number + 1) * count) },
      ]),
    ),
  };
}

/** For each part of words that enough lessons have, the logarithm of how few of them have it. */
function rarenessOf(lessons: readonly Lesson[]): ReadonlyMap<string, number> {
  const had = new Map<string, number>();
  for (const { grams } of lessons) for (const gram of grams.keys()) had.set(gram, (had.get(gram) ?? 0) + 1);
  return new Map(
    [...had]
      .filter(([, times]) => times >= fewest)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([gram, times]) => [gram, Math.round(Math.log(lessons.length / times) / rareness) * rareness]),
  );
}

/** The squares of all values add up to 1. */
function ofLengthOne<T extends { readonly value: number }>(parts: readonly T[]): T[] {
  const length = Math.sqrt(parts.reduce((sum, { value }) => sum + value * value, 0)) || 1;
  return parts.map((part) => ({ ...part, value: part.value / length }));
}

/** Sums into shares of 1 (softmax). */
function intoShares(sums: Float64Array): void {
  const highest = Math.max(...sums);
  let all = 0;
  for (let at = 0; at < sums.length; at += 1) {
    const share = Math.exp((sums[at] ?? 0) - highest);
    sums[at] = share;
    all += share;
  }
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) / all;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The same row of numbers between 0 and 1 each time. */
function randomNumbers(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
