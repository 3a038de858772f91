import { shellCommand } from "../base/shellQuote";
import type { ExecOptions, Host } from "../hosts/host";
import { type Outcome, runAll } from "../hosts/run";
import type { GuardedCommand } from "../zfs/command";

/**
 * Runs several commands one after the other, whatever becomes of each: in as few round trips as their length allows.
 * @returns an outcome for each, in order. Rejects only for the connection's own errors.
 */
export async function runInRounds<T>(
  host: Host,
  commands: readonly GuardedCommand<T>[],
  options?: ExecOptions,
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  for (const round of rounds(commands)) outcomes.push(...(await runAll(host, round, options)));
  return outcomes;
}

function rounds<T>(commands: readonly GuardedCommand<T>[]): GuardedCommand<T>[][] {
  const all: GuardedCommand<T>[][] = [];
  let size = 0;
  for (const command of commands) {
    const { argv, guard } = command;
    const length =
      shellCommand([...argv, ...(guard?.argv ?? []), ...(guard?.expects.lines ?? [])]).length + linesAround;
    const last = all.at(-1);
    if (last && size + length <= longestScript) last.push(command);
    else {
      all.push([command]);
      size = 0;
    }
    size += length;
  }
  return all;
}

/** What `runAll` adds to each command and its guard, and some. */
const linesAround = 600;

/** Bytes; a script that is long goes by standard input, so that this is for the host's shell, which reads it whole. */
const longestScript = 2 ** 20;
