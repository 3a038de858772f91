import { randomUUID } from "node:crypto";
import { ZfsrError } from "../base/errors";
import { shellCommand } from "../base/shellQuote";
import type { Command, GuardedCommand } from "../zfs/command";
import { commandError } from "../zfs/commandError";
import { guarded } from "../zfs/guard";
import { formatPlace } from "../zfs/place";
import type { ExecOptions, ExecResult, Host } from "./host";

/**
 * Runs one command and reads its answer.
 * @throws ZfsrError of the host (connection) or of the command (the reason comes from its stderr).
 */
export async function run<T>(host: Host, command: Command<T>, options?: ExecOptions): Promise<T> {
  return answer(host, command, await host.exec(command.argv, options));
}

/** A command's answer, or the error it ended with. */
export type Outcome<T> = { readonly value: T } | { readonly error: ZfsrError };

/**
 * Runs several commands one after the other in a single round trip, whatever becomes of each.
 * @returns an outcome for each, in order. Rejects only for the connection's own errors.
 */
export async function runAll<const C extends readonly GuardedCommand<unknown>[]>(
  host: Host,
  commands: C,
  options?: ExecOptions,
): Promise<{ readonly [K in keyof C]: Outcome<C[K] extends Command<infer T> ? T : never> }> {
  const frame = `@zfsr-${randomUUID()}`;
  const lines = [
    `mark() { printf '\\n%s %s %s\\n' ${frame} "$1" "$2"; printf '\\n%s %s %s\\n' ${frame} "$1" "$2" >&2; }`,
    ...commands.map(lineOf),
  ];
  const result = await host.script(lines.join("\n"), options);
  const stdout = framed(result.stdout, frame);
  const stderr = framed(result.stderr, frame);
  return commands.map((command, i): Outcome<unknown> => {
    const code = stdout.get(i)?.code;
    if (code === undefined) return { error: commandError(host.id, command, result) };
    if (code === refused && command.guard) return { error: command.guard.refusal };
    if (code === unproven) return { error: notCompared(host, command, stderr.get(i)?.text ?? "") };
    const part: ExecResult = {
      code,
      signal: undefined,
      stdout: stdout.get(i)?.text ?? "",
      stderr: stderr.get(i)?.text ?? "",
    };
    try {
      return { value: answer(host, command, part) };
    } catch (error) {
      return { error: ZfsrError.from(error, host.id) };
    }
  }) as never;
}

/** Exit statuses that no command has. */
const [refused, unproven] = [300, 301];

/** A command for sh, behind its guard, with the mark of how it ended. */
function lineOf({ argv, guard }: GuardedCommand<unknown>, i: number): string {
  const run = `${shellCommand(argv)} </dev/null; mark ${i} $?`;
  if (!guard) return run;
  // what has gone meanwhile is told on standard error, and is no obstacle where others are left
  const quiet = guard.expects.kind === "some" ? " 2>/dev/null" : "";
  const look = `${shellCommand(guard.argv)}${quiet} </dev/null`;
  return guarded(look, guard, { same: run, differs: `mark ${i} ${refused}`, unknown: `mark ${i} ${unproven}` });
}

/** A guard that cannot tell lets nothing pass. */
function notCompared(host: Host, { object }: Command<unknown>, stderr: string): ZfsrError {
  return new ZfsrError({
    reason: "not-verified",
    object: formatPlace(host.id, object),
    because: "what is there could not be compared with what was planned to be destroyed, and it was not destroyed",
    nextStep: "see that zfs list, sort, tr and grep work there, then plan it again",
    output: stderr,
  });
}

/** The value of an outcome. @throws the error it holds otherwise */
export function unwrap<T>(outcome: Outcome<T>): T {
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

function answer<T>(host: Host, command: Command<T>, result: ExecResult): T {
  if (result.code !== 0) throw commandError(host.id, command, result);
  try {
    return command.parse(result.stdout);
  } catch (error) {
    throw ZfsrError.is(error, "unexpected-output") ? unreadableFrom(host, command, error) : error;
  }
}

/** An answer that could not be read, with the host that gave it and the command that it was asked by. */
function unreadableFrom(host: Host, { argv, object }: Command<unknown>, error: ZfsrError): ZfsrError {
  return new ZfsrError({
    reason: error.reason,
    object: object === "" ? host.id : formatPlace(host.id, object),
    because: `${error.because} ('${argv.slice(0, 2).join(" ")}': ${error.object})`,
    nextStep: "run it by hand there and compare",
    output: argv.join(" "),
    cause: error,
  });
}

/** Cuts what the script printed at the lines `\n<frame> <index> <exit status>\n`. */
function framed(text: string, frame: string): Map<number, { readonly text: string; readonly code: number }> {
  const parts = new Map<number, { text: string; code: number }>();
  const mark = new RegExp(`\\n${frame} (\\d+) (\\d+)\\n`, "g");
  let start = 0;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    parts.set(Number(match[1]), { text: text.slice(start, match.index), code: Number(match[2]) });
    start = mark.lastIndex;
  }
  return parts;
}
