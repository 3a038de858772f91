import type { ZfsrError } from "../base/errors";
import type { ExecOptions, Host } from "../hosts/host";
import type { CommandStep } from "../plan/step";
import { holdTheRest, isHeldAlready } from "./holdTheRest";
import { failureOf, jointCommands } from "./jointCommand";
import { runInRounds } from "./runInRounds";

/** How a command step ended. */
export interface CommandEnd {
  readonly step: CommandStep;
  /** Undefined where it is done. */
  readonly error: ZfsrError | undefined;
}

/**
 * Runs command steps of one host in their order, whatever becomes of each, in as few processes and round trips as they allow.
 * @returns an end for each. Rejects only for the connection's own errors.
 */
export async function runCommands(
  host: Host,
  steps: readonly CommandStep[],
  options: ExecOptions,
): Promise<CommandEnd[]> {
  const joints = jointCommands(steps);
  const outcomes = await runInRounds(
    host,
    joints.map(({ command }) => command),
    options,
  );
  const ended = joints.flatMap((joint, i) =>
    joint.steps.map((step): CommandEnd => ({ step, error: outcomes[i] && failureOf(step, joint, outcomes[i]) })),
  );
  const held = new Set(ended.flatMap(({ step, error }) => (error && isHeldAlready(step, error) ? [step] : [])));
  const still = await holdTheRest(host, [...held], options);
  return ended.map((end) => (held.has(end.step) ? { step: end.step, error: still.get(end.step.id) } : end));
}
