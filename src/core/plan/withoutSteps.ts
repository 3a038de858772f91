import { groupBy } from "../base/groupBy";
import { namesSnapshot } from "./namesSnapshot";
import type { Goal, Plan } from "./plan";
import type { Step } from "./step";
import { streamsInto } from "./streamsInto";

/** What is done for the sake of what comes after it: it is not done for nothing. */
const preparing: ReadonlySet<Step["kind"]> = new Set(["rollback", "rename", "abort-partial", "create"]);

/**
 * A plan without some of its steps, without those that need them, without the goals that they were to reach, and without
 * what was only to prepare for them: a target is not rolled back or put aside for a stream that does not come.
 */
export function withoutSteps(plan: Plan, ids: ReadonlySet<string>): Plan {
  if (ids.size === 0) return plan;
  const lost = new Set(ids);
  for (const step of plan.steps) if (step.needs.some((id) => lost.has(id))) lost.add(step.id);
  const streamsOf = streamsInto(plan.steps);
  const isUnsent = (goal: Goal): boolean => streamsOf(goal).some(({ id }) => lost.has(id));
  const missed = plan.goals.filter(isUnsent);
  const goals = plan.goals.filter((goal) => !isUnsent(goal));
  const waiting = groupBy(
    plan.steps.flatMap(({ id, needs }) => needs.map((need) => ({ id, need }))),
    ({ need }) => need,
  );
  // the last first: what prepares for a preparation goes with it
  for (const step of [...plan.steps].reverse()) {
    const after = waiting.get(step.id);
    const inVain = preparing.has(step.kind) && after?.every(({ id }) => lost.has(id)) === true;
    const protects = (goal: Goal): boolean => isProtectedBy(step, goal);
    if (inVain || (missed.some(protects) && !goals.some(protects))) lost.add(step.id);
  }
  const steps = plan.steps.filter(({ id }) => !lost.has(id));
  return { ...plan, steps: steps.map((step) => ({ ...step, needs: step.needs.filter((id) => !lost.has(id)) })), goals };
}

/** Tells whether a step holds or bookmarks the snapshot on the source that a goal is to bring. */
function isProtectedBy({ kind, host, argv }: Step, { source, newest }: Goal): boolean {
  if (host !== source.host || (kind !== "hold" && kind !== "bookmark")) return false;
  return namesSnapshot(argv, newest.name);
}
