import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import { watchedHost } from "../hosts/watchedHost";
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
  return watchedHost(host, ({ words, result, error, ms, options }) => {
    if (options.unrecorded === true) return;
    emit({
      type: "command",
      host: host.id,
      ...words,
      ...(result?.code === undefined ? {} : { code: result.code }),
      ms: Math.round(ms),
      ...(result ? {} : { error: ZfsrError.from(error, host.id).because }),
    });
  });
}
