import type { TargetStatus } from "../../../core/replication/targetStatus";
import { printable } from "../../../core/zfs/names";
import type { TopologyState } from "../../../protocol/topology";
import type { ReplicationEdge } from "../replicationEdges";
import { t } from "../../l10n/t";

/** How one target stands: what was seen, or why nothing was. */
export type EdgeStatus = Pick<TargetStatus, "state" | "lag"> | { readonly failure: string };

/** What the panel shows. @param statuses by the edge's id; those that are still looked at are missing. Pure. */
export function topologyState(
  edges: readonly ReplicationEdge[],
  statuses: ReadonlyMap<string, EdgeStatus>,
  isProduction: (host: string) => boolean,
  at: string | undefined,
): TopologyState {
  const names = [...new Set(edges.flatMap(({ request }) => [request.source.host, request.target.host]))];
  const views = edges.map((edge) => edgeView(edge, statuses.get(edge.id)));
  const late = views.filter((view) => view.late).length;
  const what = t("Hosts: {0}. Replications: {1}, late: {2}.", names.length, edges.length, late);
  return {
    phase: at === undefined ? "looking" : "ready",
    message: `${what} ${at === undefined ? t("Looking at each of them.") : t("Looked at {0}.", at)}`,
    hosts: names.map((name) => ({ name: printable(name), production: isProduction(name) })),
    edges: views,
  };
}

function edgeView(edge: ReplicationEdge, status: EdgeStatus | undefined): TopologyState["edges"][number] {
  const { id, job, request, maxLag, lastRun, running } = edge;
  const seen = status && "state" in status ? status : undefined;
  const side = ({ host, dataset }: { host: string; dataset: string }) => ({
    ...{ host: printable(host), dataset: printable(dataset) },
  });
  return {
    ...{ id, job: printable(job), from: side(request.source), to: side(request.target), lastRun, running },
    state: seen?.state ?? (status ? "unknown" : "looking"),
    lag: seen?.lag,
    late: seen !== undefined && maxLag !== undefined && (seen.lag ?? Infinity) > maxLag,
    failure: status && "failure" in status ? printable(status.failure) : undefined,
  };
}
