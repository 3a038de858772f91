/**
 * Runs `first` at the first call and `second` at the next. Calls that follow within `gap` milliseconds of the first are
 * the same key: npm passes on to its child the Ctrl-C that the terminal has sent to both.
 */
export function twice(first: () => void, second: () => void, gap = 300, now: () => number = Date.now): () => void {
  let since: number | undefined;
  return () => {
    if (since === undefined) {
      since = now();
      first();
    } else if (now() - since >= gap) second();
  };
}

/**
 * Whoever reads what is printed may go (`zfsr … | head -1`), while what was started goes on: the output just stops.
 * A disk that is full is another matter: it is said, and the exit code tells that the output is not whole.
 */
export function keepGoingWithoutReader(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): void {
  let said = false;
  stderr.on("error", () => undefined);
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "EIO" || said) return;
    said = true;
    stderr.write(`zfsr: its output could not be written: ${error.message}\n`);
    process.once("exit", (code) => {
      if (code === 0) process.exitCode = 1;
    });
  });
}
