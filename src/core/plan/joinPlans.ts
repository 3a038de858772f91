import type { Plan } from "./plan";
import type { Step } from "./step";

/** Several plans as one, in their order. Steps of equal ids are told apart by a number. */
export function joinPlans(plans: readonly Plan[]): Plan {
  const [first, ...others] = plans;
  if (first && others.length === 0) return first;
  const taken = new Set<string>();
  const steps = plans.flatMap((plan) => {
    const renamed = new Map<string, string>();
    return plan.steps.map((step): Step => {
      let id = step.id;
      for (let i = 2; taken.has(id); i += 1) id = `${step.id}:${i}`;
      taken.add(id);
      renamed.set(step.id, id);
      return { ...step, id, needs: step.needs.map((need) => renamed.get(need) ?? need) };
    });
  });
  const goals = plans.flatMap((plan) => plan.goals);
  const all = plans.flatMap((plan) => plan.warnings);
  // one that cannot be planned at all leaves the others as they are
  const warnings = steps.length > 0 ? all.map((warning) => ({ ...warning, stops: false })) : all;
  const title = first ? `${first.title} and ${others.length} more` : "nothing";
  return { version: 1, title, steps, goals, warnings };
}
