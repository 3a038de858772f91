import { randomUUID } from "node:crypto";
import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import { localHostId } from "../hosts/host";
import { run } from "../hosts/run";
import { listPools } from "../zfs/commands/listPools";
import type { DatasetTree } from "../zfs/tree";
import type { RunContext } from "./context";
import { DirectWays } from "./directWays";
import { probeStreamTools, type StreamTools } from "./streamTools";

/**
 * A context over `host`, with what is asked for only once remembered for the length of the run.
 * @param observed trees that were looked at: their pools need not be asked for
 */
export function createContext(
  options: Pick<RunContext, "host" | "transfer" | "emit" | "signal"> &
    Partial<Pick<RunContext, "left" | "ways" | "askKey" | "writer">>,
  observed: readonly Pick<DatasetTree, "host" | "pool">[] = [],
): RunContext {
  const guids = new Map<string, Promise<string>>(
    observed.flatMap(({ host, pool }) =>
      pool ? [[`${host}:${pool.name}`, Promise.resolve<string>(pool.guid)] as const] : [],
    ),
  );
  const tools = new Map<string, Promise<StreamTools>>();
  const said = new Set<string>();
  return {
    left: [],
    ways: new DirectWays(),
    watched: new Set(),
    ...options,
    local: options.host(localHostId),
    now: () => performance.now(),
    frame: () => `zfsr${randomUUID().replaceAll("-", "")}`,
    poolGuid: (id, name) => {
      const key = `${id}:${name}`;
      const known = guids.get(key) ?? poolGuid(options.host(id), name, options.signal);
      guids.set(key, known);
      return known;
    },
    tools: (id) => {
      const known = tools.get(id) ?? probeStreamTools(options.host(id), { signal: options.signal });
      tools.set(id, known);
      return known;
    },
    say: (message) => {
      if (!said.has(message)) options.emit({ type: "log", level: "info", message });
      said.add(message);
    },
  };
}

async function poolGuid(host: Host, name: string, signal: AbortSignal): Promise<string> {
  const pool = (await run(host, listPools(), { signal })).find((candidate) => candidate.name === name);
  if (pool) return pool.guid;
  throw new ZfsrError({
    reason: "pool-not-found",
    object: `${host.id}:${name}`,
    because: "there is no such pool on that host",
    nextStep: "import the pool, or correct the name",
  });
}
