import type { LiveChoice } from "../../findings/subject";
import type { Services } from "../services";

/** Reviews the plan of a remedy. It is made anew from the host's state, now and for each dry run. */
export async function reviewRemedy(
  { reviewPlan, liveRemedies }: Pick<Services, "reviewPlan" | "liveRemedies">,
  choice?: LiveChoice,
): Promise<void> {
  if (!choice) return;
  const { finding, host, title } = choice;
  await reviewPlan({ kind: "plan", make: (signal) => liveRemedies.planOf(finding, host, title, signal) });
}
