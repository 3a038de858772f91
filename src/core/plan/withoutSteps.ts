import type { Plan } from "./plan";

/** A plan without some of its steps, without those that need them, and without the goals that they were to reach. */
export function withoutSteps(plan: Plan, ids: ReadonlySet<string>): Plan {
  if (ids.size === 0) return plan;
  const lost = new Set(ids);
  for (const step of plan.steps) if (step.needs.some((id) => lost.has(id))) lost.add(step.id);
  const unsent = new Set(
    plan.steps.flatMap((step) =>
      lost.has(step.id) && "target" in step ? [`${step.target.host}:${step.target.dataset}`] : [],
    ),
  );
  return {
    ...plan,
    steps: plan.steps.filter((step) => !lost.has(step.id)),
    goals: plan.goals.filter((goal) => !unsent.has(`${goal.host}:${goal.dataset}`)),
  };
}
