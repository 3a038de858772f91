import { type DatasetName, isWithin, rebase } from "../../../core/zfs/names";
import type { ReplicationEdge } from "../replicationEdges";

/** A dataset on a host. */
export interface DatasetPlace {
  readonly host: string;
  readonly dataset: DatasetName;
}

/** Columns; more cannot be read side by side. */
const mostPlaces = 8;

/**
 * A dataset and its copies, and what it is a copy of, however far: what replications lead to. Sources stand before their
 * targets as far as they are known. Pure.
 */
export function relatedPlaces(start: DatasetPlace, edges: readonly ReplicationEdge[]): readonly DatasetPlace[] {
  const found = new Map<string, DatasetPlace>();
  const key = ({ host, dataset }: DatasetPlace): string => `${host}:${dataset}`;
  const visit = (place: DatasetPlace): void => {
    if (found.has(key(place)) || found.size >= mostPlaces) return;
    found.set(key(place), place);
    for (const { request } of edges) {
      const { source, target, recursive } = request;
      for (const [from, to] of [[source, target] as const, [target, source] as const]) {
        const inside = recursive ? isWithin(place.dataset, from.dataset) : place.dataset === from.dataset;
        if (from.host === place.host && inside)
          visit({ host: to.host, dataset: rebase(place.dataset, from.dataset, to.dataset) });
      }
    }
  };
  visit(start);
  const isTarget = (place: DatasetPlace): boolean =>
    edges.some(({ request: { target } }) => target.host === place.host && isWithin(place.dataset, target.dataset));
  return [...found.values()].sort((a, b) => Number(isTarget(a)) - Number(isTarget(b)));
}
