export interface BackoffOptions {
  /** Milliseconds before the second attempt. */
  readonly first: number;
  /** No pause is longer than this many milliseconds. */
  readonly most: number;
  /** 0 to 1; 0.2 lets each pause vary by up to 20 % either way. */
  readonly jitter: number;
}

/**
 * The pause before attempt `attempt` (2 is the first repetition), in milliseconds: doubling, bounded, with jitter.
 * @param random gives a number from 0 up to 1.
 */
export function backoff(attempt: number, options: BackoffOptions, random: () => number): number {
  const pause = Math.min(options.most, options.first * 2 ** Math.max(0, attempt - 2));
  return Math.min(options.most, Math.round(pause * (1 + options.jitter * (2 * random() - 1))));
}
