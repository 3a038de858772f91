/** A release of OpenZFS, taken apart for comparison. */
export interface Release {
  /** `[2, 1, 11]`; old releases have a fourth number (`0.6.5.8`). */
  readonly numbers: readonly number[];
  /** The number of a release candidate; undefined for a release. */
  readonly candidate: number | undefined;
}

/**
 * Reads what `zfs version` prints behind `zfs-` or `zfs-kmod-`: `2.1.11-1+deb12u1`, `2.3.0-rc2`, `2.2.2-0ubuntu9`. What
 * a packager has added is no part of the release.
 * @returns undefined for what begins with no number: a build from git without a tag, say
 */
export function parseRelease(text: string): Release | undefined {
  const found = /^(\d+(?:\.\d+){1,3})(?:-rc(\d+))?/.exec(text);
  if (!found) return undefined;
  return {
    numbers: (found[1] ?? "").split(".").map(Number),
    candidate: found[2] === undefined ? undefined : Number(found[2]),
  };
}

/** Negative when `a` came out before `b` on one branch, 0 when they are the same, positive otherwise. */
export function compareReleases(a: Release, b: Release): number {
  for (let i = 0; i < Math.max(a.numbers.length, b.numbers.length); i += 1) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return (a.candidate ?? Infinity) === (b.candidate ?? Infinity)
    ? 0
    : (a.candidate ?? Infinity) - (b.candidate ?? Infinity);
}

/**
 * Releases from the first, which is within, to the second, which is not: `["2.3.0", "2.3.3"]` is 2.3.0 to 2.3.2.
 * `undefined` is open at that end.
 */
export type ReleaseRange = readonly [from: string | undefined, before: string | undefined];

/** The range that a release lies in, where it does in one. */
export function rangeOf(release: Release, ranges: readonly ReleaseRange[]): ReleaseRange | undefined {
  return ranges.find(([from, before]) => {
    const first = from === undefined ? undefined : parseRelease(from);
    const end = before === undefined ? undefined : parseRelease(before);
    return (!first || compareReleases(release, first) >= 0) && (!end || compareReleases(release, end) < 0);
  });
}
