/** How much and how long a measurement may be. */
export interface Bounds {
  /** Of each stage, at most. */
  readonly bytes: number;
  /** Of each stage, at most. */
  readonly seconds: number;
}

/** A quarter of a gibibyte or ten seconds, whichever is sooner. */
export const usualBounds: Bounds = { bytes: 256 * 2 ** 20, seconds: 10 };
