import { throwIfAborted } from "../core/base/abort";
import { ZfsrError } from "../core/base/errors";
import { destroyedBy, type Plan } from "../core/plan/plan";
import { describeDestroyed } from "../core/plan/renderText";
import { formatPlace } from "../core/zfs/place";
import { askLine } from "./askLine";
import type { Environment } from "./environment";

/**
 * Makes sure that a person agrees with what the plan destroys or asks for: by `--yes`, or by typing the name of the first
 * thing on a terminal, or of the production host that it is on. A plan that destroys nothing needs no consent.
 * @param production hosts that are marked so
 * @returns whether a person was asked
 * @throws ZfsrError consent-missing; cancelled when the question was answered with Ctrl-C
 */
export async function askConsent(
  plan: Plan,
  yes: boolean,
  environment: Pick<Environment, "options" | "stdin" | "stderr" | "cancel" | "interrupt">,
  production: readonly string[] = [],
): Promise<boolean> {
  const renamed = plan.steps.filter((step) => step.asks === true && step.destroys.length === 0);
  const destroyed = destroyedBy(plan);
  const there = destroyed.find(({ host }) => production.includes(host))?.host;
  const first = there ?? destroyed[0]?.name ?? renamed[0]?.dataset;
  if (first === undefined || yes) return false;
  const does = [
    ...(destroyed.length > 0 ? [`destroys ${destroyed.map(describeDestroyed).join(", ")}`] : []),
    ...renamed.map((step) => `puts ${formatPlace(step.host, step.dataset)} aside as ${step.argv.at(-1) ?? ""}`),
  ].join(" and ");
  if (environment.stdin.isTTY && environment.stderr.isTTY && !environment.options.json) {
    const { signal } = environment.cancel;
    const answer = await askLine(environment.stdin, environment.stderr, {
      text: `This ${does}.\n${there === undefined ? "" : `${there} is a production host. `}Type ${first} to go on: `,
      signal,
      onInterrupt: environment.interrupt,
    });
    throwIfAborted(signal, plan.title);
    if (answer?.trim() === first) return true;
  }
  throw new ZfsrError({
    reason: "consent-missing",
    object: plan.title,
    because: `it ${does}, and nobody has agreed to that`,
    nextStep: "look at the plan, then run it again with --yes",
  });
}
