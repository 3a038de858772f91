import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import { destroysDataset, ownOf } from "../plan/destroyGuard";
import type { Plan } from "../plan/plan";
import { type CommandStep, isTransfer, type Step } from "../plan/step";
import { dryDestroy, type WouldDestroy } from "../zfs/commands/dryDestroy";
import { formatPlace } from "../zfs/place";
import { runInRounds } from "./runInRounds";

/**
 * Asks the hosts what each `zfs destroy` of a plan would take away (`-nvp`), one round trip for each host, and compares
 * that with what the plan names. Fills in how much the pool gets back.
 * @throws ZfsrError not-verified when they differ: what nobody has named is never destroyed
 */
export async function checkDestroys(plan: Plan, host: (id: string) => Host, signal?: AbortSignal): Promise<Plan> {
  const steps = plan.steps.filter(isDestroy).filter((step) => !isBehindClones(step, plan));
  const frees = new Map<string, number>();
  for (const id of new Set(steps.map((step) => step.host))) {
    const here = steps.filter((step) => step.host === id);
    const commands = here.map((step) => dryDestroy(step.argv));
    const outcomes = await runInRounds(host(id), commands, signal ? { signal } : {});
    here.forEach((step, i) => {
      const outcome = outcomes[i];
      if (outcome === undefined) return;
      if ("error" in outcome) throw outcome.error;
      compare(step, outcome.value);
      if (outcome.value.reclaimed !== undefined) frees.set(step.id, outcome.value.reclaimed);
    });
  }
  if (frees.size === 0) return plan;
  const filled = (step: Step): Step => {
    const bytes = frees.get(step.id);
    return bytes === undefined || isTransfer(step) ? step : { ...step, frees: bytes };
  };
  return { ...plan, steps: plan.steps.map(filled) };
}

/**
 * zfs(8) has no dry run for a bookmark; its one name stands in the command. Of a rollback, what can be asked before it is
 * what becomes of clones: the snapshots that it destroys are free only once these have gone.
 */
function isDestroy(step: Step): step is CommandStep {
  const name = step.argv.at(-1) ?? "";
  if (step.kind === "rollback") return destroysDataset(step);
  return step.kind === "destroy" && !name.includes("#");
}

/** What it was cloned into goes first, so that zfs would refuse it as things are; right before it, its list is compared. */
function isBehindClones({ needs }: CommandStep, { steps }: Plan): boolean {
  return steps.some((step) => step.kind === "destroy" && needs.includes(step.id) && destroysDataset(step));
}

function compare(step: CommandStep, { names }: WouldDestroy): void {
  // bookmarks go with their dataset and are not listed; what was partially received is listed as hidden datasets
  const named = new Set(
    ownOf(step)
      .filter(({ kind }) => kind === "dataset" || kind === "snapshot")
      .map((d) => d.name),
  );
  const listed = new Set(names.filter((name) => !name.includes("/%")));
  const unnamed = [...listed].find((name) => !named.has(name));
  const unlisted = [...named].find((name) => !listed.has(name));
  if (unnamed === undefined && unlisted === undefined) return;
  throw new ZfsrError({
    reason: "not-verified",
    object: formatPlace(step.host, unnamed ?? unlisted ?? step.dataset),
    because:
      unnamed === undefined
        ? "the plan names it, and 'zfs destroy -nv' there does not"
        : "'zfs destroy -nv' there names it, and the plan does not",
    nextStep: "plan again: something has changed there meanwhile",
  });
}
