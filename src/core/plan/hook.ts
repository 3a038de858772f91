import type { DatasetName } from "../zfs/names";
import type { Plan } from "./plan";
import type { CommandStep } from "./step";

/** A command of a person's own, before or after a run. */
export interface Hook {
  /** Where it runs: a host's name, or `local`. */
  readonly host: string;
  /** Its words; nothing in them is read by a shell. */
  readonly argv: readonly string[];
  /** Milliseconds after which it is ended and has failed. Default: ten minutes. */
  readonly timeout?: number | undefined;
}

/**
 * Hooks of a run. One before that fails ends the run before anything was sent, with the reason; those after run whatever
 * the outcome, and one that fails is a warning.
 */
export interface Hooks {
  readonly before: readonly Hook[];
  readonly after: readonly Hook[];
}

/** A run without hooks. */
export const noHooks: Hooks = { before: [], after: [] };

/** Hooks as steps, in their order. @param dataset what the run is about: hooks change none that is known */
export function hookSteps(when: keyof Hooks, hooks: Hooks, dataset: DatasetName): CommandStep[] {
  return hooks[when].map(({ host, argv }, i) => ({
    ...{ id: `hook-${when}:${i + 1}`, kind: "hook", host, dataset, argv, destroys: [], needs: [] },
    reason:
      when === "before"
        ? "a hook of the job, before anything is looked at or sent: if it fails, nothing is done"
        : "a hook of the job, after all else and whatever came of it",
  }));
}

/** A plan with the hooks that run before and after it. */
export function withHooks(plan: Plan, hooks: Hooks | undefined, dataset: DatasetName): Plan {
  if (!hooks || hooks.before.length + hooks.after.length === 0) return plan;
  const steps = [...hookSteps("before", hooks, dataset), ...plan.steps, ...hookSteps("after", hooks, dataset)];
  return { ...plan, steps };
}
