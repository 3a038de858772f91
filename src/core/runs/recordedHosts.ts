import { ZfsrError } from "../base/errors";
import type { ExecResult, FollowResult, Host } from "../hosts/host";
import type { Emit } from "./events";

/**
 * The same hosts, with an event for every command and script that they run, but for looks that are taken every few seconds
 * (their results are events of their own): the journal holds all of them. What goes to a
 * command by its standard input (a key, a secret word) is in none.
 */
export function recordedHosts(host: (id: string) => Host, emit: Emit): (id: string) => Host {
  const known = new Map<string, Host>();
  return (id) => {
    const one = known.get(id) ?? recorded(host(id), emit);
    known.set(id, one);
    return one;
  };
}

function recorded(host: Host, emit: Emit): Host {
  const record = async <T extends ExecResult | FollowResult>(
    words: { readonly argv: readonly string[] } | { readonly script: string },
    run: () => Promise<T>,
  ): Promise<T> => {
    const began = performance.now();
    const ended = (code: number | undefined, error?: string): void =>
      emit({
        type: "command",
        host: host.id,
        ...words,
        ...(code === undefined ? {} : { code }),
        ms: Math.round(performance.now() - began),
        ...(error === undefined ? {} : { error }),
      });
    try {
      const result = await run();
      ended(result.code);
      return result;
    } catch (error) {
      ended(undefined, ZfsrError.from(error, host.id).because);
      throw error;
    }
  };
  return {
    id: host.id,
    get facts() {
      return host.facts;
    },
    connect: (signal) => host.connect(signal),
    exec: (argv, options) => record({ argv }, () => host.exec(argv, options)),
    script: (script, options) =>
      options?.unrecorded === true
        ? host.script(script, options)
        : record({ script }, () => host.script(script, options)),
    follow: (script, options) => record({ script }, () => host.follow(script, options)),
    spawnWords: (script, ssh) => host.spawnWords(script, ssh),
    readFile: (path, signal) => host.readFile(path, signal),
    dispose: () => host.dispose(),
  };
}
