import { formatAge } from "../../core/base/duration";
import type { TopologyEdge } from "../../protocol/topology";

/** How a target stands, in words. */
export function stateWords({ state, late, running }: TopologyEdge): string {
  return [
    state === "looking" ? "looking" : state,
    ...(late ? ["late"] : []),
    ...(running ? ["transferring"] : []),
  ].join(", ");
}

/** How far a target is behind, in words. */
export function lagWords({ state, lag }: TopologyEdge): string {
  if (state === "current") return "nothing";
  return lag === undefined ? "" : formatAge(lag);
}
