/** True, false, or not known because a fact that decides it is not known. */
export type Known = boolean | undefined;

/** False when one of them is; otherwise not known when one of them is not. */
export function all(...conditions: readonly Known[]): Known {
  if (conditions.includes(false)) return false;
  return conditions.includes(undefined) ? undefined : true;
}

/** True when one of them is; otherwise not known when one of them is not. */
export function some(...conditions: readonly Known[]): Known {
  if (conditions.includes(true)) return true;
  return conditions.includes(undefined) ? undefined : false;
}

/** What `test` says of a fact, where the fact is known. */
export function known<T>(fact: T | undefined, test: (fact: T) => boolean): Known {
  return fact === undefined ? undefined : test(fact);
}

/** Tells whether a record size (bytes) is more than the 128K that every stream can carry. */
export function hasLargeBlocks(recordsize: number | undefined): Known {
  return known(recordsize, (bytes) => bytes > 131_072);
}

/** a > b, where both are known. */
export function isLarger(a: number | undefined, b: number | undefined): Known {
  return a === undefined || b === undefined ? undefined : a > b;
}

/** a differs from b, where both are known. */
export function isOther(a: number | undefined, b: number | undefined): Known {
  return a === undefined || b === undefined ? undefined : a !== b;
}
