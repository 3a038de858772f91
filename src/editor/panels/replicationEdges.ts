import type { ReplicationRequest } from "../../core/replication/request";
import type { RecentRun } from "../runs/recentRuns";

/** A request that a job file asks for. */
export interface JobRequest {
  readonly job: string;
  readonly request: ReplicationRequest;
  /** Milliseconds after which its target is late. */
  readonly maxLag: number | undefined;
}

/** What replicates from where to where. */
export interface ReplicationEdge extends JobRequest {
  /** Unique, and the same for the same pair. */
  readonly id: string;
  /** Milliseconds since 1970 of the newest run. */
  readonly lastRun: number | undefined;
  readonly running: boolean;
}

/** Each pair once: those of job files first, with their names, then those that only runs tell of. Pure. */
export function replicationEdges(jobs: readonly JobRequest[], runs: readonly RecentRun[]): ReplicationEdge[] {
  const edges = new Map<string, ReplicationEdge>();
  for (const { job, request, maxLag } of jobs) {
    const id = edgeId(request);
    edges.set(id, { id, job, request, maxLag, lastRun: undefined, running: false });
  }
  for (const { state, alive } of runs) {
    if (!state.request) continue;
    const id = edgeId(state.request);
    const known = edges.get(id) ?? {
      id,
      job: "no job",
      request: state.request,
      maxLag: undefined,
      lastRun: undefined,
      running: false,
    };
    const at = Date.parse(state.startedAt);
    edges.set(id, { ...known, lastRun: Math.max(known.lastRun ?? at, at), running: known.running || alive });
  }
  return [...edges.values()];
}

function edgeId({ source, target }: ReplicationRequest): string {
  return `${source.host}:${source.dataset} ${target.host}:${target.dataset}`;
}
