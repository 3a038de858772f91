import { formatBytes } from "../base/bytes";
import { ZfsrError } from "../base/errors";
import { formatPlace } from "../zfs/place";
import { destroyedBy, type Plan } from "./plan";
import type { Destroyed, Step } from "./step";

/**
 * Bytes by which what was written to a mounted filesystem may grow though nobody has written anything: a look at one file
 * whose access time is noted writes its dnode and all blocks above that, each twice.
 */
const noise = 64 * 1024;

/** Tells whether two plans take away the same thing: the same by its guid, where a name may be another thing by now. */
export function isSame(one: Destroyed, other: Destroyed): boolean {
  return one.host === other.host && one.kind === other.kind && one.name === other.name && one.guid === other.guid;
}

/** Tells whether more goes with the same thing now than a person has agreed to: changes made since, or a volume that was made larger. */
export function isMore(agreed: Destroyed, now: Destroyed): boolean {
  if (now.kind !== "changes" && now.kind !== "volume-end") return false;
  if (now.bytes === undefined) return now.kind === "changes" || agreed.bytes !== undefined;
  return now.bytes > (agreed.bytes ?? 0) + (now.exact === true || now.kind === "volume-end" ? 0 : noise);
}

/** What a step would take away, or put aside, that a person has not agreed to. */
export interface Beyond {
  readonly step: Step;
  /** Empty where it destroys nothing but was not agreed to as a whole. */
  readonly destroys: readonly Destroyed[];
}

/** What `plan` would do to what is there beyond what was agreed to with `agreed`. */
export function beyond(agreed: Plan, plan: Plan): Beyond[] {
  const known = new Map<string, Destroyed[]>();
  for (const item of destroyedBy(agreed)) known.set(item.name, [...(known.get(item.name) ?? []), item]);
  const covered = (item: Destroyed): boolean =>
    known.get(item.name)?.some((each) => isSame(each, item) && !isMore(each, item)) === true;
  const asked = new Set(agreed.steps.filter(({ asks }) => asks === true).map(words));
  return plan.steps.flatMap((step): Beyond[] => {
    const destroys = step.destroys.filter((item) => !covered(item));
    return destroys.length > 0 || (step.asks === true && !asked.has(words(step))) ? [{ step, destroys }] : [];
  });
}

/** What a person reads of it: a clause. */
export function describeBeyond({ step, destroys }: Beyond): string {
  const [first] = destroys;
  if (!first) return `${formatPlace(step.host, step.dataset)} would be put aside, too`;
  const more = destroys.length > 1 ? ` and ${destroys.length - 1} more` : "";
  const bytes = first.bytes === undefined ? "" : ` (${formatBytes(first.bytes)})`;
  const place = formatPlace(first.host, first.name);
  const what =
    first.kind === "changes"
      ? `what was written to ${place}`
      : first.kind === "volume-end"
        ? `the end of ${place}`
        : place;
  return `${what}${bytes}${more} would be destroyed, too`;
}

/**
 * For a plan that was looked at a while ago, right before it runs.
 * @param now the same planned again @throws ZfsrError consent-missing where it would take more than was agreed to
 */
export function refuseBeyond(agreed: Plan, now: Plan): void {
  const [first] = beyond(agreed, now);
  if (!first) return;
  throw new ZfsrError({
    reason: "consent-missing",
    object: agreed.title,
    because: `more would be destroyed than when the plan was shown: ${describeBeyond(first)}`,
    nextStep: "look at the new plan, and agree to that",
  });
}

function words({ host, argv }: Step): string {
  return JSON.stringify([host, argv]);
}
