/** Prints a line about progress. It goes to the standard error, for the standard output is for answers. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs work and prints its name and how many seconds it took. Gives what the work gives. */
export async function stage<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  say(`${name} ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}
