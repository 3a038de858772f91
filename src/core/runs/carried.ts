import type { Disposable } from "../base/disposable";
import type { TransferStep } from "../plan/step";
import type { BatchResult } from "./batchResult";
import type { RunContext } from "./context";
import { endHalf } from "./endHalf";
import { explainStall } from "./explainStall";
import { streamPorts } from "./stages/connectionPorts";
import { watchStages } from "./stages/watchStages";
import type { StandingPipeline } from "./standingPipeline";
import { runBatch } from "./transferBatch";
import type { Pipeline } from "./transport";

/**
 * Runs a pipeline, and leaves neither of its halves behind when it breaks.
 * @param answers whether the host that the pipeline lives on can be asked at all: where it cannot, silence is no stall.
 * Default: the pipeline hangs on a connection of this machine, and goes with it.
 */
export async function carried(
  pipeline: Pipeline,
  steps: readonly [TransferStep, ...TransferStep[]],
  frame: string,
  context: RunContext,
  answers: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<BatchResult> {
  const result = await runBatch(pipeline, steps, {
    frame,
    emit: context.emit,
    now: context.now,
    signal: context.signal,
    stallTimeout: context.transfer.stallTimeout,
    explainStall: async (step, silence, bytes) =>
      (await answers()) ? explainStall(step, silence, bytes, context.host) : undefined,
    watch: (standing) => {
      context.onStanding?.();
      return watched(pipeline, steps[0], standing, context);
    },
  });
  if (![...result.streams.values()].some((stream) => stream.outcome === "failed")) return result;
  const [first] = steps;
  const sides = [
    { host: first.host, pid: result.pids.send },
    { host: first.target.host, pid: result.pids.receive },
  ];
  await Promise.all(
    sides.map(async ({ host, pid }) => {
      if (pid === undefined || (await endHalf(context.host(host), pid, frame))) return;
      context.left.push({ host, pid, frame });
      context.emit({
        type: "log",
        level: "warn",
        message: `${host}: whether the process ${pid} of the broken stream has ended is not known`,
      });
    }),
  );
  return result;
}

/** Watches the stages of one pipeline between two hosts; where several run side by side, the others are not asked about. */
function watched(
  { name }: Pipeline,
  { host, target }: TransferStep,
  { pids, connections, step }: StandingPipeline,
  context: RunContext,
): Disposable | undefined {
  const pair = `${host} ${target.host}`;
  if (context.watched.has(pair)) return undefined;
  context.watched.add(pair);
  const { limit, port } = context.transfer;
  const watching = watchStages(
    {
      ...{ source: context.host(host), target: context.host(target.host), pids, step },
      way: { name, limit, source: host, target: target.host },
      ports: streamPorts(name, connections, port),
    },
    context.emit,
    context.now,
  );
  return {
    dispose: () => {
      watching.dispose();
      context.watched.delete(pair);
    },
  };
}
