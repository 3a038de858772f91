import type { AdministrationRequest } from "../../administration/request";
import type { Remedy } from "../../diagnosis/finding";
import { destroyedBy } from "../../plan/plan";
import { planRequests } from "../planRequests";
import type { Scene } from "./told";

/**
 * A remedy that is a plan.
 * @returns it, or nothing where the host's state leaves nothing of it to do
 */
export async function planned(
  title: string,
  request: AdministrationRequest,
  { host, signal }: Scene,
): Promise<readonly Remedy[]> {
  const plan = await planRequests([request], () => host, signal);
  if (plan.steps.length === 0) return [];
  return [{ title, risk: destroyedBy(plan).length > 0 ? "destroys" : "changes", does: { by: "plan", plan } }];
}
