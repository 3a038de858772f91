import { cancelled } from "../base/abort";
import type { CommandStep, KeyQuestion } from "../plan/step";
import { commandError } from "../zfs/commandError";
import { formatPlace } from "../zfs/place";
import type { RunContext } from "./context";

/**
 * Runs a step that needs a key: it is asked for now, goes to the command by its standard input, and is kept nowhere.
 * @throws ZfsrError cancelled when nobody gave it; the command's own error otherwise
 */
export async function runKeyed(
  step: CommandStep,
  question: KeyQuestion,
  { host, askKey, signal }: Pick<RunContext, "host" | "askKey" | "signal">,
): Promise<void> {
  const key = await askKey?.(question, step.host, signal);
  if (key === undefined) throw cancelled(formatPlace(step.host, step.dataset));
  const result = await host(step.host).exec(step.argv, { stdin: `${key}\n`, signal });
  if (result.code !== 0) throw commandError(step.host, { argv: step.argv, object: step.dataset }, result);
}
