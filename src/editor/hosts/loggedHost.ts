import { formatDuration } from "../../core/base/duration";
import { ZfsrError } from "../../core/base/errors";
import type { Log } from "../../core/base/log";
import { shellCommand } from "../../core/base/shellQuote";
import type { Host } from "../../core/hosts/host";
import { watchedHost } from "../../core/hosts/watchedHost";
import { printable } from "../../core/zfs/names";

/** A host whose commands are written to the log: what ran, how long, and how it ended. What is read on stdin is not. */
export function loggedHost(host: Host, log: Log, now?: () => number): Host {
  return watchedHost(
    host,
    {
      over: ({ words, result, error, ms, options }) => {
        const what = "argv" in words ? shellCommand(words.argv) : commandsOf(words.script);
        const took = ms < 10_000 ? `${Math.round(ms)} ms` : formatDuration(ms);
        if (!result) {
          const { because } = ZfsrError.from(error, host.id);
          if (options.signal?.aborted !== true) log.warn(`${host.id}: ${what} (${because}, ${took})`);
          return;
        }
        const end = result.code === undefined ? `signal ${result.signal ?? "?"}` : `exit ${result.code}`;
        log.info(`${host.id}: ${what} (${end}, ${took})`);
        if ("stderr" in result && result.stderr !== "") log.debug(`${host.id}: ${printableLines(result.stderr)}`);
      },
    },
    now,
  );
}

/** The commands in a script of `runAll`, without the marks between them. */
export function commandsOf(script: string): string {
  const commands = script
    .split("\n")
    .filter((line) => line.includes(" </dev/null"))
    .map((line) => line.replace(/ <\/dev\/null.*$/, ""));
  return printable(commands.length > 0 ? commands.join("; ") : (script.split("\n")[0] ?? ""));
}

function printableLines(text: string): string {
  return text.trimEnd().split("\n").map(printable).join("\n");
}
