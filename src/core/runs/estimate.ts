import type { Host } from "../hosts/host";
import type { Plan } from "../plan/plan";
import { type CommandStep, isTransfer, type TransferStep } from "../plan/step";
import type { Command } from "../zfs/command";
import { estimateSend } from "../zfs/commands/estimateSend";
import { unreadable } from "../zfs/rows";
import { runInRounds } from "./runInRounds";

/**
 * Fills in the bytes of each transfer, by `zfs send -nvP` on the sources: one round trip for each, or a few
 * where there are many.
 * What cannot be estimated (a snapshot that is yet to be taken, say) stays undefined.
 */
export async function estimate(plan: Plan, host: (id: string) => Host, signal?: AbortSignal): Promise<Plan> {
  const unknown = plan.steps.filter((step): step is TransferStep => isTransfer(step) && step.bytes === undefined);
  const bytes = new Map<string, number>();
  const frees = await freedBy(plan, host, signal);
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
    steps: plan.steps.map((step) => {
      if (isTransfer(step)) return bytes.has(step.id) ? { ...step, bytes: bytes.get(step.id) } : step;
      const freed = frees.get(step.id);
      return freed === undefined ? step : { ...step, frees: freed };
    }),
  };
}

/** What the plan's destroyed snapshots free, by step: together they free more than the sum of what each alone would. */
async function freedBy(
  plan: Plan,
  host: (id: string) => Host,
  signal: AbortSignal | undefined,
): Promise<Map<string, number>> {
  const freed = new Map<string, number>();
  const destroying = plan.steps.filter(
    (step): step is CommandStep => step.kind === "destroy" && step.destroys.some(({ kind }) => kind === "snapshot"),
  );
  for (const id of new Set(destroying.map((step) => step.host))) {
    const steps = destroying.filter((step) => step.host === id);
    const outcomes = await runInRounds(host(id), steps.map(estimateDestroy), signal ? { signal } : {});
    steps.forEach((step, i) => {
      const outcome = outcomes[i];
      if (outcome && "value" in outcome) freed.set(step.id, outcome.value);
    });
  }
  return freed;
}

function estimateDestroy({ argv, dataset }: CommandStep): Command<number> {
  return {
    argv: [...argv.slice(0, 2), "-nvp", ...argv.slice(2)],
    object: dataset,
    parse: (stdout) => {
      const bytes = /^reclaim\t(\d+)$/m.exec(stdout)?.[1];
      if (bytes === undefined) throw unreadable(stdout, "it is not what 'zfs destroy -nvp' prints");
      return Number(bytes);
    },
  };
}
