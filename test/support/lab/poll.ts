import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks again and again until there is an answer. Takes what is waited for (in words, for the error), how long at most
 * and how often in milliseconds, and a question that gives undefined as long as there's no answer. Gives the answer.
 */
export async function poll<T>(
  what: string,
  limit: number,
  interval: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`Waited ${limit / 1000} s in vain for ${what}.`);
    await pause(interval);
  }
}
