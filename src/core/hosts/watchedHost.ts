import type { ExecOptions, ExecResult, FollowResult, Host } from "./host";

/** A command that has ended on a host, or could not be run there. What it read from its standard input is not told. */
export interface RanCommand {
  readonly host: string;
  /** Words, or a script. */
  readonly words: { readonly argv: readonly string[] } | { readonly script: string };
  /** How it ended; undefined where it did not, and `error` tells why. */
  readonly result: ExecResult | FollowResult | undefined;
  readonly error: unknown;
  /** Milliseconds. */
  readonly ms: number;
  readonly options: Pick<ExecOptions, "signal" | "unrecorded">;
}

/** A command that has begun on a host. */
export type BegunCommand = Pick<RanCommand, "host" | "words" | "options">;

/** Who is told of commands. None of them may throw. */
export interface CommandWatch {
  /** When it begins, with the same object of words as at its end. */
  readonly begun?: (command: BegunCommand) => void;
  /** Once it is over. */
  readonly over: (ran: RanCommand) => void;
}

/**
 * The same host, of which every command and script is told.
 * @param now milliseconds of a clock that only goes forward
 */
export function watchedHost(
  host: Host,
  { begun, over }: CommandWatch,
  now: () => number = () => performance.now(),
): Host {
  const watch = async <T extends ExecResult | FollowResult>(
    words: RanCommand["words"],
    options: RanCommand["options"],
    run: () => Promise<T>,
  ): Promise<T> => {
    const start = now();
    const command: BegunCommand = { host: host.id, words, options };
    begun?.(command);
    const tell = (result: T | undefined, error: unknown): void =>
      over({ ...command, result, error, ms: now() - start });
    const result = await run().catch((error: unknown) => {
      tell(undefined, error);
      throw error;
    });
    tell(result, undefined);
    return result;
  };
  return {
    id: host.id,
    get facts() {
      return host.facts;
    },
    connect: (signal) => host.connect(signal),
    exec: (argv, options) => watch({ argv }, options ?? {}, () => host.exec(argv, options)),
    script: (script, options) => watch({ script }, options ?? {}, () => host.script(script, options)),
    follow: (script, options) => watch({ script }, options, () => host.follow(script, options)),
    spawnWords: (script, ssh) => host.spawnWords(script, ssh),
    readFile: (path, signal) => host.readFile(path, signal),
    dispose: () => host.dispose(),
  };
}
