import { ZfsrError } from "../base/errors";
import type { Command } from "./command";
import { failureIn } from "./failures";
import { formatPlace } from "./place";

/** The error for a command that ended with something else than 0. @param result what it printed and how it ended */
export function commandError(
  host: string,
  command: Pick<Command<unknown>, "argv" | "object">,
  result: { readonly code: number | undefined; readonly signal: string | undefined; readonly stderr: string },
): ZfsrError {
  const failure = failureIn(result.stderr);
  const ended =
    result.code === undefined ? `was ended by signal ${result.signal ?? "?"}` : `ended with exit status ${result.code}`;
  const said = result.stderr.trim().split("\n")[0] ?? "";
  return new ZfsrError({
    reason: failure?.reason ?? "failed",
    object: formatPlace(host, snapshotIn(failure?.line, command.argv) ?? command.object),
    because:
      failure?.because ??
      `'${command.argv.slice(0, 2).join(" ")}' ${ended}${said === "" ? " and said nothing" : `: ${said}`}`,
    nextStep: failure?.nextStep ?? "look at the log for the whole command and its output",
    output: `${command.argv.join(" ")}\n${result.stderr}`,
  });
}

/** The snapshot that a message is about, where it is one of those that the command was given: of several, one failed. */
function snapshotIn(line: string | undefined, argv: readonly string[]): string | undefined {
  if (line === undefined) return undefined;
  return argv.find((word) => word.includes("@") && line.includes(`'${word}'`));
}
