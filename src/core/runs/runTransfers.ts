import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import type { TransferStep } from "../plan/step";
import { poolOf, printable } from "../zfs/names";
import type { PoolName } from "../zfs/names";
import type { RunContext } from "./context";
import { pipelineHalves, type PipelineHalves } from "./pipelineScript";
import { directPipeline, localPipeline, type Pipeline, relayPipeline } from "./transport";
import { type BatchResult, runBatch } from "./transferBatch";

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
  const halves = pipelineHalves(steps, { frame, pool: { name: pool, guid } });
  const source = context.host(first.host);
  const target = context.host(first.target.host);
  const batch = { frame, emit: context.emit, now: context.now, signal: context.signal };

  if (source === target) return runBatch(localPipeline(source, halves), steps, batch);
  const far = source !== context.local && target !== context.local;
  // with one side here, the pipe through this machine is the direct way
  if (far && context.transport !== "relay" && context.directFailure(source, target) === undefined) {
    const direct = await runBatch(directPipeline(source, target.id, halves), steps, batch);
    if (direct.ready || direct.streams.size > 0) return direct;
    const because = direct.linkText.trim().split("\n").at(-1) ?? "";
    if (context.transport === "direct") return unreachable(first, because, direct);
    context.rememberDirectFailure(source, target, because);
    context.emit({
      type: "log",
      level: "info",
      message: `${source.id} cannot reach ${target.id} by itself (${because || "no reason given"}); the stream goes through this machine`,
    });
  }
  const relay = await relayed(context, source, target, halves);
  const result = await runBatch(relay, steps, batch);
  return result.ready || result.streams.size > 0
    ? result
    : unreachable(first, result.linkText.trim().split("\n").at(-1) ?? "", result);
}

/** @throws ZfsrError unexpected-output where the source's login shell would write into the stream */
function relayed(context: RunContext, source: Host, target: Host, halves: PipelineHalves): Promise<Pipeline> {
  const noise = source.facts?.noise;
  if (noise === undefined) return relayPipeline(context.local, source, target, halves);
  throw new ZfsrError({
    reason: "unexpected-output",
    object: source.id,
    because: `its login shell prints '${printable(noise.trim().slice(0, 60))}' before every command, which would be taken for the stream`,
    nextStep: "let its start-up file (.bashrc, .cshrc) print nothing when it is not interactive",
  });
}

function unreachable(step: TransferStep, because: string, result: BatchResult): BatchResult {
  const error = new ZfsrError({
    reason: "host-unreachable",
    object: step.target.host,
    because: `no connection for the stream could be made from ${step.host}${because === "" ? "" : `: ${because}`}`,
    nextStep: `try 'ssh ${step.target.host}' on ${step.host}, or use --transport relay`,
    output: result.linkText,
  });
  return { ...result, streams: new Map([[step.id, { outcome: "failed", bytes: 0, error }]]) };
}

/** The longest run of steps from the start that one pipeline may carry: one pair of hosts, one target pool, a bounded script. */
export function batchOf(steps: readonly TransferStep[]): readonly TransferStep[] {
  const first = steps[0];
  const pool: PoolName | undefined = first && poolOf(first.target.dataset);
  const batch: TransferStep[] = [];
  let size = 0;
  for (const step of steps) {
    const same =
      step.host === first?.host && step.target.host === first.target.host && poolOf(step.target.dataset) === pool;
    size += step.argv.join(" ").length + step.target.argv.join(" ").length;
    if (!same || size > longestScript) break;
    batch.push(step);
  }
  return batch.length === 0 && first ? [first] : batch;
}

/** Bytes; Linux takes 128 KiB as one argument, and encoding may make a script four times as long. */
const longestScript = 24 * 1024;
