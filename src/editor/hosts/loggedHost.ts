import { formatDuration } from "../../core/base/duration";
import { ZfsrError } from "../../core/base/errors";
import type { Log } from "../../core/base/log";
import { shellCommand } from "../../core/base/shellQuote";
import type { ExecOptions, ExecResult, Host } from "../../core/hosts/host";
import { printable } from "../../core/zfs/names";

/** A host whose commands are written to the log: what ran, how long, and how it ended. What is read on stdin is not. */
export function loggedHost(host: Host, log: Log, now: () => number = () => performance.now()): Host {
  const logged = async (words: string, options: ExecOptions | undefined, work: () => Promise<ExecResult>) => {
    const start = now();
    const took = (): string => {
      const ms = now() - start;
      return ms < 10_000 ? `${Math.round(ms)} ms` : formatDuration(ms);
    };
    try {
      const result = await work();
      const end = result.code === undefined ? `signal ${result.signal ?? "?"}` : `exit ${result.code}`;
      log.info(`${host.id}: ${words} (${end}, ${took()})`);
      if (result.stderr !== "") log.debug(`${host.id}: ${printableLines(result.stderr)}`);
      return result;
    } catch (error) {
      const because = ZfsrError.from(error, host.id).because;
      if (options?.signal?.aborted !== true) log.warn(`${host.id}: ${words} (${because}, ${took()})`);
      throw error;
    }
  };
  return {
    id: host.id,
    get facts() {
      return host.facts;
    },
    connect: (signal) => host.connect(signal),
    exec: (argv, options) => logged(shellCommand(argv), options, () => host.exec(argv, options)),
    script: (script, options) => logged(commandsOf(script), options, () => host.script(script, options)),
    follow: (script, options) => host.follow(script, options),
    spawnWords: (script, ssh) => host.spawnWords(script, ssh),
    readFile: (path, signal) => host.readFile(path, signal),
    dispose: () => host.dispose(),
  };
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
