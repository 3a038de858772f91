import type { Host } from "../hosts/host";
import type { Plan } from "../plan/plan";
import { isTransfer, type TransferStep } from "../plan/step";
import { estimateSend } from "../zfs/commands/estimateSend";
import { runInRounds } from "./runInRounds";

/**
 * Fills in the bytes of each transfer, by `zfs send -nvP` on the sources: one round trip for each, or a few
 * where there are many.
 * What cannot be estimated (a snapshot that is yet to be taken, say) stays undefined.
 */
export async function estimate(plan: Plan, host: (id: string) => Host, signal?: AbortSignal): Promise<Plan> {
  const unknown = plan.steps.filter((step): step is TransferStep => isTransfer(step) && step.bytes === undefined);
  const bytes = new Map<string, number>();
  for (const source of new Set(unknown.map((step) => step.host))) {
    const steps = unknown.filter((step) => step.host === source);
    const outcomes = await runInRounds(
      host(source),
      steps.map((step) => estimateSend(step.argv, step.to)),
      signal ? { signal } : {},
    );
    steps.forEach((step, i) => {
      const outcome = outcomes[i];
      if (outcome && "value" in outcome) bytes.set(step.id, outcome.value);
    });
  }
  return {
    ...plan,
    steps: plan.steps.map((step) =>
      isTransfer(step) && bytes.has(step.id) ? { ...step, bytes: bytes.get(step.id) } : step,
    ),
  };
}
