import { createInterface } from "node:readline/promises";
import { ZfsrError } from "../core/base/errors";
import { destroyedBy, type Plan } from "../core/plan/plan";
import { describeDestroyed } from "../core/plan/renderText";
import type { Environment } from "./environment";

/**
 * Makes sure that a person agrees with what the plan destroys: by `--yes`, or by typing the name of the first thing on a
 * terminal. A plan that destroys nothing needs no consent.
 * @throws ZfsrError consent-missing
 */
export async function askConsent(plan: Plan, yes: boolean, environment: Environment): Promise<void> {
  const destroyed = destroyedBy(plan);
  const first = destroyed[0];
  if (first === undefined || yes) return;
  const list = destroyed.map(describeDestroyed).join(", ");
  if (environment.stdin.isTTY && environment.stderr.isTTY && !environment.options.json) {
    environment.stderr.write(`This destroys ${list}.\n`);
    const terminal = createInterface({ input: environment.stdin, output: environment.stderr });
    const answer = await terminal
      .question(`Type ${first.name} to go on: `, { signal: environment.cancel.signal })
      .finally(() => terminal.close());
    if (answer.trim() === first.name) return;
  }
  throw new ZfsrError({
    reason: "consent-missing",
    object: plan.title,
    because: `it would destroy ${list}, and nobody has agreed to that`,
    nextStep: "look at the plan, then run it again with --yes",
  });
}
