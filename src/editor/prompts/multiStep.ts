import type { Position } from "./quickInputs";
import { back } from "./quickInputs";

/** One question of several. It gives what it learned, `back`, or undefined when the person gave up. */
export type Step<S> = (state: S, position: Position) => Promise<Partial<S> | typeof back | undefined>;

/** A question that is asked only where it has a point after what was answered before. */
export interface StepWhen<S> {
  readonly when: (state: S) => boolean;
  readonly ask: Step<S>;
}

/**
 * Asks one question after the other; going back keeps what was answered, so that it is offered again. The count of
 * questions is that of those which are to be asked after the answers so far.
 * @returns undefined when the person gave up
 */
export async function runSteps<S>(
  title: string,
  steps: readonly (Step<S> | StepWhen<S>)[],
  initial: S,
): Promise<S | undefined> {
  let state = initial;
  for (let done = 0; ;) {
    const wanted = steps.filter((step) => typeof step === "function" || step.when(state));
    const step = wanted[done];
    if (!step) return state;
    const ask = typeof step === "function" ? step : step.ask;
    const answer = await ask(state, { title, step: done + 1, total: wanted.length });
    if (answer === undefined) return undefined;
    if (answer === back) {
      done -= 1;
      continue;
    }
    state = { ...state, ...answer };
    done += 1;
  }
}
