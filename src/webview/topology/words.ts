import { formatAge } from "../../core/base/duration";
import type { TopologyEdge } from "../../protocol/topology";
import { t } from "../shared/t";

/** How a target stands by itself, in a word. */
export function stateWord(state: TopologyEdge["state"]): string {
  return {
    looking: t("looking"),
    current: t("current"),
    behind: t("behind"),
    partial: t("partial receive"),
    diverged: t("diverged"),
    missing: t("missing"),
    "no-snapshots": t("no snapshots"),
    unknown: t("not known"),
  }[state];
}

/** How a target stands, in words. */
export function stateWords({ state, late, running }: TopologyEdge): string {
  return [stateWord(state), ...(late ? [t("late")] : []), ...(running ? [t("transferring")] : [])].join(", ");
}

/** How far a target is behind, in words. */
export function lagWords({ state, lag }: TopologyEdge): string {
  if (state === "current") return t("nothing");
  return lag === undefined ? "" : formatAge(lag);
}
