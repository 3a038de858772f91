import type { Plan } from "../plan/plan";
import { formatPlace } from "../zfs/place";
import { printable } from "../zfs/names";
import { type Observation, propertyIn } from "./observation";
import { already, missing, planOf, stop } from "./plans";
import { propertyNameFault } from "./properties";
import type { InheritRequest } from "./request";

/** Takes a property's own value away: that of the parent, the default, or with `received` the received one counts again. */
export function planInherit(
  { host, object, property, recursive, received }: InheritRequest,
  observation: Observation,
): Plan {
  const title = `inherit ${property} on ${formatPlace(host, object)}${recursive ? " and all below it" : ""}`;
  if (!observation.datasets.has(object)) return planOf(title, [], [missing(observation, object)]);
  const fault = propertyNameFault(property);
  if (fault !== undefined) return planOf(title, [], [stop(host, object, fault, "see zfsprops(7) for what there is")]);
  const now = propertyIn(observation, property);
  const own = now?.source === "local" || (now?.source === "received" && !received);
  if (now && !own && !recursive) {
    const source =
      now.source === "-"
        ? "it is not set"
        : `it has no value of its own: ${printable(now.value)} is ${printable(now.source)}`;
    return planOf(title, [], [already(host, object, source)]);
  }
  return planOf(title, [
    {
      id: `inherit:${object}`,
      kind: "inherit",
      host,
      dataset: object,
      argv: ["zfs", "inherit", ...(recursive ? ["-r"] : []), ...(received ? ["-S"] : []), property, object],
      destroys: [],
      needs: [],
      reason: now ? `${property} was ${printable(now.value)} (${printable(now.source)})` : `${property} was not set`,
    },
  ]);
}
