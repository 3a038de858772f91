import { observeTree } from "../hosts/observeTree";
import type { Host } from "../hosts/host";
import type { Observed } from "../replication/observed";
import type { ReplicationRequest } from "../replication/request";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { DatasetName } from "../zfs/names";
import { readTokens } from "../hosts/readTokens";

/**
 * Looks at both sides at once: what `planReplication` needs.
 * @param options.marks what both sides are known again by, too
 */
export async function observe(
  request: ReplicationRequest,
  host: (id: string) => Host,
  { signal, marks = false }: { readonly signal?: AbortSignal | undefined; readonly marks?: boolean } = {},
): Promise<Observed> {
  // only what may be destroyed is asked about its clones
  const clones =
    request.onDiverged === "rollback" || request.keep.source !== undefined || request.keep.target !== undefined;
  const options = { recursive: request.recursive, clones, ...(signal ? { signal } : {}) };
  const [source, target] = await Promise.all([
    observeTree(host(request.source.host), request.source.dataset, {
      ...options,
      ...(marks ? { mark: { written: false } } : {}),
      // what other targets still need is told by their holds
      holds: request.hold || request.keep.source !== undefined,
      properties: request.send.properties || request.send.backup || request.send.replicate,
    }),
    observeTree(host(request.target.host), request.target.dataset, {
      ...options,
      holds: request.keep.target !== undefined,
      writers: true,
      ...(marks ? { mark: { written: true } } : {}),
    }),
  ]);
  const partial = [...target.datasets.values()].flatMap(({ dataset }) =>
    dataset.receiveResumeToken === undefined ? [] : [{ dataset: dataset.name, token: dataset.receiveResumeToken }],
  );
  const tokens =
    partial.length === 0
      ? new Map<DatasetName, ResumeTokenContents>()
      : await readTokens(host(request.source.host), partial, signal);
  return { source, target, tokens, at: Date.now() };
}
