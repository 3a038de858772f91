import type { Plan } from "../plan/plan";
import { formatPlace } from "../zfs/place";
import type { Observation } from "./observation";
import { already, missing, planOf } from "./plans";
import type { AbortRequest } from "./request";

/** Gives up what a partial receive has saved. Where its token could be read, the plan names how much is lost. */
export function planAbort({ host, dataset: name }: AbortRequest, observation: Observation): Plan {
  const title = `abort the partial receive of ${formatPlace(host, name)}`;
  const dataset = observation.datasets.get(name);
  if (!dataset) return planOf(title, [], [missing(observation, name)]);
  if (dataset.receiveResumeToken === undefined)
    return planOf(title, [], [already(host, name, "no partial receive is saved there")]);
  const { token } = observation;
  return planOf(title, [
    {
      id: `abort-partial:${name}`,
      kind: "abort-partial",
      host,
      dataset: name,
      argv: ["zfs", "receive", "-A", name],
      destroys: [{ host, kind: "partial-receive", name, bytes: token?.received }],
      needs: [],
      reason: token
        ? `what was received of ${token.toname} is no longer wanted`
        : "what was received is no longer wanted",
    },
  ]);
}
