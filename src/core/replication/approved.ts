import { ZfsrError } from "../base/errors";
import { comparePlans } from "../plan/comparePlans";
import type { Plan } from "../plan/plan";
import type { Observed } from "./observed";

/**
 * What was observed, less the snapshots that were taken on the source after the plan was approved: they are for the next
 * plan and do not make this one outdated.
 */
export function asApproved(observed: Observed, approved: Plan): Observed {
  const newest = new Map(approved.goals.map((goal) => [goal.source.dataset, goal.newest.guid]));
  const datasets = new Map(
    [...observed.source.datasets].map(([name, state]) => {
      const guid = newest.get(name);
      const last = state.snapshots.findIndex((snapshot) => snapshot.guid === guid);
      return [name, last < 0 ? state : { ...state, snapshots: state.snapshots.slice(0, last + 1) }];
    }),
  );
  return { ...observed, source: { ...observed.source, datasets } };
}

/**
 * Makes sure that what would be done now is what was approved.
 * @throws ZfsrError plan-outdated, with what is different
 */
export function refuseOutdated(approved: Plan, current: Plan): void {
  const differences = comparePlans(approved, current);
  if (differences.length === 0) return;
  const told = new Set(approved.warnings.map((warning) => warning.object + warning.message));
  const reasons = current.warnings
    .filter((warning) => warning.level === "person" && !told.has(warning.object + warning.message))
    .map((warning) => `${warning.object}: ${warning.message}`);
  const shown = [...reasons, ...differences.map(({ message }) => message)].slice(0, 3);
  const more = reasons.length + differences.length - shown.length;
  throw new ZfsrError({
    reason: "plan-outdated",
    object: approved.title,
    because: `what the plan rests on has changed since it was approved: ${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
    nextStep: "plan again, look at it, and approve that",
    output: [...reasons, ...differences.map(({ message }) => message)].join("\n"),
  });
}
