import { delay } from "../base/abort";
import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import { type BegunCommand, watchedHost } from "../hosts/watchedHost";
import type { Emit } from "./events";

/** Hosts of which a run's journal holds all commands. */
export interface RecordedHosts {
  readonly host: (id: string) => Host;
  /**
   * Resolves once all commands that have begun have ended, after `ms` milliseconds at the latest: those that have not ended
   * by then are told, too. Nobody waits for them any more: the run failed elsewhere.
   */
  readonly ended: (ms: number) => Promise<void>;
}

/**
 * The same hosts, with an event for every command and script that they run, but for looks that are taken every few seconds
 * (their results are events of their own): the journal holds all of them. What goes to a
 * command by its standard input (a key, a secret word) is in none.
 */
export function recordedHosts(host: (id: string) => Host, emit: Emit): RecordedHosts {
  const known = new Map<string, Host>();
  const pending = new Map<BegunCommand["words"], { readonly id: string; readonly began: number }>();
  /** Of the one who waits for the last of them. */
  let allEnded: AbortController | undefined;
  const recorded = (one: Host): Host =>
    watchedHost(one, {
      over: ({ host: id, words, result, error, ms, options }) => {
        pending.delete(words);
        if (pending.size === 0) allEnded?.abort();
        if (options.unrecorded === true) return;
        emit({
          type: "command",
          host: id,
          ...words,
          ...(result?.code === undefined ? {} : { code: result.code }),
          ms: Math.round(ms),
          ...(result ? {} : { error: ZfsrError.from(error, id).because }),
        });
      },
      begun: ({ host: id, words, options }) => {
        if (options.unrecorded !== true) pending.set(words, { id, began: performance.now() });
      },
    });
  return {
    host: (id) => {
      const one = known.get(id) ?? recorded(host(id));
      known.set(id, one);
      return one;
    },
    ended: async (ms) => {
      if (pending.size === 0) return;
      allEnded = new AbortController();
      await delay(ms, allEnded.signal).catch(() => undefined);
      for (const [words, { id, began }] of pending) {
        const lasted = Math.round(performance.now() - began);
        emit({ type: "command", host: id, ...words, ms: lasted, error: "it had not ended when the run did" });
      }
    },
  };
}
