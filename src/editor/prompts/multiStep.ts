import type { Position } from "./quickInputs";
import { back } from "./quickInputs";

/** One question of several. It gives what it learned, `back`, or undefined when the person gave up. */
export type Step<S> = (state: S, position: Position) => Promise<Partial<S> | typeof back | undefined>;

/**
 * Asks one question after the other; going back keeps what was answered, so that it is offered again.
 * @returns undefined when the person gave up
 */
export async function runSteps<S>(title: string, steps: readonly Step<S>[], initial: S): Promise<S | undefined> {
  let state = initial;
  for (let i = 0; i < steps.length;) {
    const answer = await steps[i]?.(state, { title, step: i + 1, total: steps.length });
    if (answer === undefined) return undefined;
    if (answer === back) {
      i -= 1;
      continue;
    }
    state = { ...state, ...answer };
    i += 1;
  }
  return state;
}
