import type { DatasetName } from "../zfs/names";
import type { Destroyed, Expected, Step } from "./step";
import { isTransfer } from "./step";

/** Something a person should know before or after the plan runs. */
export interface Warning {
  /** What kind of thing it is, where programs go by it: `diverged`, `renamed`, `orphans`, the id of a hazard. */
  readonly id?: string;
  /** `host:dataset` */
  readonly object: string;
  readonly message: string;
  readonly nextStep: string;
  /**
   * `note` is for information; `person` means that something is left for a person to decide (a diverged target, say), so
   * that a run of this plan ends with exit code 3.
   */
  readonly level: "note" | "person";
  /** Nothing of what was asked for could be planned because of it: a run of this plan has failed. */
  readonly stops?: boolean;
}

/** What a dataset on a target must hold once the plan is done. */
export interface Goal {
  readonly host: string;
  readonly dataset: DatasetName;
  /** Where it comes from. */
  readonly source: { readonly host: string; readonly dataset: DatasetName };
  readonly newest: Expected;
}

/**
 * What will be done, in order, as data. The same plan is shown, printed as a script, run and journalled.
 * Making one changes nothing.
 */
export interface Plan {
  readonly version: 1;
  /** `alpha:tank/demo to beta:backup/demo` */
  readonly title: string;
  readonly steps: readonly Step[];
  readonly goals: readonly Goal[];
  readonly warnings: readonly Warning[];
}

/** All that the plan takes away, in the order in which it would. Empty for a plan that needs no consent. */
export function destroyedBy(plan: Plan): readonly Destroyed[] {
  return plan.steps.flatMap((step) => step.destroys);
}

/** The bytes of all transfers; undefined when one of them is not known. */
export function bytesOf(plan: Plan): number | undefined {
  let sum = 0;
  for (const step of plan.steps) {
    if (!isTransfer(step)) continue;
    if (step.bytes === undefined) return undefined;
    sum += step.bytes;
  }
  return sum;
}
