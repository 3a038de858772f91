import { planAdministration } from "../administration/planAdministration";
import type { AdministrationRequest } from "../administration/request";
import type { Host } from "../hosts/host";
import { joinPlans } from "../plan/joinPlans";
import type { Plan } from "../plan/plan";
import { checkDestroys } from "./checkDestroys";
import { observeRequest } from "./observeRequest";

/**
 * The plan for what was asked for, by what the hosts show now. Several requests make one plan, in their order. What the
 * hosts say of a `zfs destroy` in it is compared with what the plan names. Changes nothing.
 * @throws ZfsrError of the hosts; `not-verified` when a host would destroy something that is not named
 */
export async function planRequests(
  requests: readonly AdministrationRequest[],
  host: (id: string) => Host,
  signal?: AbortSignal,
): Promise<Plan> {
  const plans = await Promise.all(
    requests.map(async (request) =>
      planAdministration(request, await observeRequest(request, host(request.host), signal)),
    ),
  );
  return checkDestroys(joinPlans(plans), host, signal);
}
