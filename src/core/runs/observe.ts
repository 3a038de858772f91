import { observeTree } from "../hosts/observeTree";
import type { Host } from "../hosts/host";
import type { Observed } from "../replication/planReplication";
import type { ReplicationRequest } from "../replication/request";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { DatasetName } from "../zfs/names";
import { readTokens } from "../hosts/readTokens";

/** Looks at both sides at once: what `planReplication` needs. */
export async function observe(
  request: ReplicationRequest,
  host: (id: string) => Host,
  signal?: AbortSignal,
): Promise<Observed> {
  const options = { recursive: request.recursive, ...(signal ? { signal } : {}) };
  const [source, target] = await Promise.all([
    observeTree(host(request.source.host), request.source.dataset, { ...options, holds: request.hold }),
    observeTree(host(request.target.host), request.target.dataset, options),
  ]);
  const partial = [...target.datasets.values()].flatMap(({ dataset }) =>
    dataset.receiveResumeToken === undefined ? [] : [{ dataset: dataset.name, token: dataset.receiveResumeToken }],
  );
  const tokens =
    partial.length === 0
      ? new Map<DatasetName, ResumeTokenContents>()
      : await readTokens(host(request.source.host), partial, signal);
  return { source, target, tokens };
}
