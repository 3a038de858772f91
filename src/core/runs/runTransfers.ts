import { ZfsrError } from "../base/errors";
import type { TransferStep } from "../plan/step";
import { poolOf } from "../zfs/names";
import type { PoolName } from "../zfs/names";
import type { BatchResult } from "./batchResult";
import type { RunContext } from "./context";
import { carried } from "./carried";
import { carryOnSource } from "./onSource/carryOnSource";
import { isLongList, pipelineHalves, pipelineLabel } from "./pipelineScript";
import { prepareWay } from "./prepareWay";
import { directScript, localScript, type Pipeline, relayScript, scriptPipeline } from "./transport";
import { tcpPipeline } from "./tcpPipeline";

/**
 * Runs transfers between one pair of hosts through one pipeline, by the transport that was asked for. `auto` tries the
 * direct way and takes the relay when the source cannot reach the target by itself; nothing has been sent by then.
 * @param steps all with the same source and target host and pool; at most what `batchOf` gives.
 */
export async function runTransfers(
  steps: readonly [TransferStep, ...TransferStep[]],
  context: RunContext,
): Promise<BatchResult> {
  const [first] = steps;
  const pool = poolOf(first.target.dataset);
  const guid = await context.poolGuid(first.target.host, pool);
  const frame = context.frame();
  const way = await prepareWay(steps, context);
  const options = { frame, pool: { name: pool, guid }, filters: way.filters, writer: context.writer };
  // where the receiving half is one word of ssh's command line, a long list goes along with the streams
  const far = { ...options, list: isLongList(steps) ? "stream" : "script" } as const;
  const label = pipelineLabel(options);
  const source = context.host(first.host);
  const target = context.host(first.target.host);
  const { onSource } = context.transfer;
  const carry = (pipeline: Pipeline): Promise<BatchResult> => carried(pipeline, steps, frame, context);

  if (source === target && onSource && source !== context.local)
    return carryOnSource(source, localScript(pipelineHalves(steps, options)), steps, frame, context);
  if (source === target)
    return carry(scriptPipeline("local", source, localScript(pipelineHalves(steps, options)), label));
  refuseLocal(context, first);
  refuseOnSource(context, first);
  if (context.transfer.transport === "tcp") {
    const result = await carry(await tcpPipeline(source, target, steps, options, context));
    const because = result.linkText.trim().replace(/\s*\n\s*/g, "; ");
    return result.ready || result.streams.size > 0
      ? result
      : unreachable(first, because, result, tcpNextStep(context, first));
  }
  const apart = source !== context.local && target !== context.local;
  // with one side here, the pipe through this machine is the direct way
  if (apart && context.transfer.transport !== "relay") {
    const direct = await directly(steps, context, async (onStanding) => {
      const script = directScript(target.id, pipelineHalves(steps, far), way.ssh);
      const standing = { ...context, onStanding };
      return onSource
        ? carryOnSource(source, script, steps, frame, standing)
        : carried(scriptPipeline("direct", source, script, label), steps, frame, standing);
    });
    if (direct) return direct;
  }
  if (onSource) context.say("the stream goes through this machine, so the transfer lives here and ends with it");
  const halves = pipelineHalves(steps, { ...far, opening: "noise" });
  const script = await relayScript(source, target, halves, label, way.ssh);
  const result = await carry(scriptPipeline("relay", context.local, script, label));
  if (result.ready || result.streams.size > 0) return result;
  context.ways.forget(source, target);
  return unreachable(first, result.linkText.trim().split("\n").at(-1) ?? "", result);
}

/**
 * The direct way, where it has not failed before in this run.
 * @param carry tells when its pipeline stands
 * @returns undefined when another way is to be taken
 */
async function directly(
  [first]: readonly [TransferStep, ...TransferStep[]],
  context: RunContext,
  carry: (onStanding: () => void) => Promise<BatchResult>,
): Promise<BatchResult | undefined> {
  const source = context.host(first.host);
  const target = context.host(first.target.host);
  const way = await context.ways.ask(source, target);
  const only = context.transfer.transport === "direct";
  if (way.state === "failed")
    return only
      ? unreachable(first, way.because, { streams: new Map(), ready: false, linkText: way.because, pids: {} })
      : undefined;
  const { tell } = way;
  try {
    const direct = await carry(() => tell("stands"));
    if (direct.ready || direct.streams.size > 0) {
      // one that was broken off before it stood tells nothing of the way
      if (direct.ready) context.say(`${source.id} reaches ${target.id} by itself: the stream goes directly`);
      return direct;
    }
    const because = direct.linkText.trim().split("\n").at(-1) ?? "";
    tell({ because });
    if (only) return unreachable(first, because, direct);
    context.say(
      `${source.id} cannot reach ${target.id} by itself (${because || "no reason given"}); the stream goes through this machine`,
    );
    return undefined;
  } finally {
    tell(undefined); // unless it was told already
  }
}

/** @throws ZfsrError usage where `local` was asked for and there are two machines */
function refuseLocal(context: RunContext, step: TransferStep): void {
  if (context.transfer.transport !== "local") return;
  throw new ZfsrError({
    reason: "usage",
    object: `${step.host} to ${step.target.host}`,
    because: "they are two machines, and the transport local is a pipe on one",
    nextStep: "use --transport auto",
  });
}

/** @throws ZfsrError usage where a transfer is to live on its source, by a way that leads through this machine */
function refuseOnSource({ transfer: { transport, onSource } }: RunContext, step: TransferStep): void {
  if (!onSource || (transport !== "relay" && transport !== "tcp")) return;
  throw new ZfsrError({
    reason: "usage",
    object: `${step.host} to ${step.target.host}`,
    because: `a transfer by ${transport} hangs on connections of this machine, and cannot live on its source`,
    nextStep: "use --transport direct with --on-source, or leave --on-source out",
  });
}

/** What to do where the target could not listen, or the source could not come through to it. */
function tcpNextStep({ transfer: { port } }: RunContext, { host, target }: TransferStep): string {
  return `see that port ${port} of ${target.host} is free and that ${host} may connect to it, give another --port, or use --transport relay`;
}

function unreachable(
  step: TransferStep,
  because: string,
  result: BatchResult,
  nextStep = `try 'ssh ${step.target.host}' on ${step.host}, or use --transport relay`,
): BatchResult {
  const error = new ZfsrError({
    reason: "host-unreachable",
    object: step.target.host,
    because: `no connection for the stream could be made from ${step.host}${because === "" ? "" : `: ${because}`}`,
    nextStep,
    output: result.linkText,
  });
  return { ...result, streams: new Map([[step.id, { outcome: "failed", bytes: 0, error }]]) };
}

/** The longest run of steps from the start that one pipeline may carry: one pair of hosts, one target pool. */
export function batchOf(steps: readonly TransferStep[]): readonly TransferStep[] {
  const first = steps[0];
  const pool: PoolName | undefined = first && poolOf(first.target.dataset);
  const end = steps.findIndex(
    (step) =>
      step.host !== first?.host || step.target.host !== first.target.host || poolOf(step.target.dataset) !== pool,
  );
  return end < 0 ? steps : steps.slice(0, end);
}
