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

/**
 * The same host, of which every command and script is told once it is over.
 * @param over must not throw. @param now milliseconds of a clock that only goes forward
 */
export function watchedHost(
  host: Host,
  over: (ran: RanCommand) => void,
  now: () => number = () => performance.now(),
): Host {
  const watch = async <T extends ExecResult | FollowResult>(
    words: RanCommand["words"],
    options: RanCommand["options"],
    run: () => Promise<T>,
  ): Promise<T> => {
    const start = now();
    const tell = (result: T | undefined, error: unknown): void =>
      over({ host: host.id, words, result, error, ms: now() - start, options });
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
