import type { Host } from "../hosts/host";
import { type Outcome, runAll } from "../hosts/run";
import type { Plan } from "../plan/plan";
import { isTransfer } from "../plan/step";
import type { EndFacts, JudgedFacts } from "../replication/judge";
import type { ReplicationRequest } from "../replication/request";
import type { Command } from "../zfs/command";
import { getPoolProperties } from "../zfs/commands/getPoolProperties";
import { listStreamFacts, type StreamFacts } from "../zfs/commands/listStreamFacts";
import { type DatasetName, poolOf } from "../zfs/names";

/** Datasets; with more of them, the whole tree is listed in place of each by its name. */
const mostNamed = 50;

/**
 * Asks both ends for what `judged` goes by: one round trip each, at the same time, and only where something is to be sent.
 * What an end does not tell (an older zpool, a user who may not) is left unknown.
 */
export async function gatherFacts(
  plan: Plan,
  request: ReplicationRequest,
  host: (id: string) => Host,
  signal?: AbortSignal,
): Promise<JudgedFacts | undefined> {
  const [first, ...more] = [...new Set(plan.steps.filter(isTransfer).map((step) => step.dataset))];
  if (first === undefined) return undefined;
  const options = signal ? { signal } : {};
  const listing: Command<StreamFacts[]> =
    more.length < mostNamed
      ? listStreamFacts([first, ...more], { recursive: false })
      : listStreamFacts([request.source.dataset], { recursive: true });
  const [source, target] = await Promise.all([
    runAll(host(request.source.host), [...aboutEnd(request.source.dataset), listing] as const, options),
    runAll(host(request.target.host), aboutEnd(request.target.dataset), options),
  ]);
  const streams = valueOf(source[2]) ?? [];
  return {
    source: endFacts(request.source.dataset, source[0], source[1]),
    target: endFacts(request.target.dataset, target[0], target[1]),
    streams: new Map(streams.map((facts) => [facts.name, facts])),
  };
}

const userId: Command<number> = { argv: ["id", "-u"], object: "the user", parse: (stdout) => Number(stdout.trim()) };

function aboutEnd(dataset: DatasetName) {
  return [getPoolProperties([poolOf(dataset)]), userId] as const;
}

function endFacts(
  dataset: DatasetName,
  pools: Outcome<ReturnType<ReturnType<typeof getPoolProperties>["parse"]>>,
  user: Outcome<number>,
): EndFacts {
  const id = valueOf(user);
  return {
    pool: valueOf(pools)?.get(poolOf(dataset)) ?? new Map<string, string>(),
    delegated: id === undefined ? undefined : id !== 0,
  };
}

function valueOf<T>(outcome: Outcome<T>): T | undefined {
  return "value" in outcome ? outcome.value : undefined;
}
