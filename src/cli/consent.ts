import { throwIfAborted } from "../core/base/abort";
import { ZfsrError } from "../core/base/errors";
import { destroyedBy, type Plan } from "../core/plan/plan";
import { describeDestroyed } from "../core/plan/renderText";
import { askLine } from "./askLine";
import type { Environment } from "./environment";

/**
 * Makes sure that a person agrees with what the plan destroys: by `--yes`, or by typing the name of the first thing on a
 * terminal. A plan that destroys nothing needs no consent.
 * @throws ZfsrError consent-missing; cancelled when the question was answered with Ctrl-C
 */
export async function askConsent(
  plan: Plan,
  yes: boolean,
  environment: Pick<Environment, "options" | "stdin" | "stderr" | "cancel" | "interrupt">,
): Promise<void> {
  const destroyed = destroyedBy(plan);
  const first = destroyed[0];
  if (first === undefined || yes) return;
  const list = destroyed.map(describeDestroyed).join(", ");
  if (environment.stdin.isTTY && environment.stderr.isTTY && !environment.options.json) {
    const { signal } = environment.cancel;
    const answer = await askLine(environment.stdin, environment.stderr, {
      text: `This destroys ${list}.\nType ${first.name} to go on: `,
      signal,
      onInterrupt: environment.interrupt,
    });
    throwIfAborted(signal, plan.title);
    if (answer?.trim() === first.name) return;
  }
  throw new ZfsrError({
    reason: "consent-missing",
    object: plan.title,
    because: `it would destroy ${list}, and nobody has agreed to that`,
    nextStep: "look at the plan, then run it again with --yes",
  });
}
