import type { TransferStep } from "../../plan/step";
import type { Host } from "../../hosts/host";
import { formatPlace } from "../../zfs/place";
import { carried } from "../carried";
import type { RunContext } from "../context";
import type { BatchResult } from "../batchResult";
import { SourceTransfer } from "./sourceTransfer";

/**
 * Runs a pipeline so that it lives on its source host, and follows it to its end. The journal tells that it is there before
 * it is, and that it is over once its streams have their results; then its files are removed.
 * @param pipeline script for the source that joins both halves
 */
export async function carryOnSource(
  source: Host,
  pipeline: string,
  steps: readonly [TransferStep, ...TransferStep[]],
  frame: string,
  context: RunContext,
): Promise<BatchResult> {
  const transfer = new SourceTransfer(source, frame, context);
  const { writer } = context;
  const [{ target }] = steps;
  const whose = writer ? `${writer.run} ${writer.who}` : "unknown";
  const ids = steps.map(({ id }) => id);
  context.emit({ type: "on-source", state: "begun", host: source.id, frame, steps: ids });
  try {
    await transfer.start(pipeline, `${whose} to ${formatPlace(target.host, target.dataset)}`, context.signal);
  } catch (error) {
    // one that could be started though its answer was lost is found by this, and told by the next start
    context.emit({ type: "on-source", state: "over", host: source.id, frame, steps: ids });
    throw error;
  }
  return collect(transfer, source, steps, frame, context);
}

/** Follows a transfer that lives on its source host to its end. */
export async function collect(
  transfer: SourceTransfer,
  source: Host,
  steps: readonly [TransferStep, ...TransferStep[]],
  frame: string,
  context: RunContext,
): Promise<BatchResult> {
  const way = source.id === steps[0].target.host ? "local" : "direct";
  const result = await carried(transfer.pipeline(way), steps, frame, context, () => transfer.answers());
  if (!transfer.isOver) return result;
  await transfer.remove();
  context.emit({ type: "on-source", state: "over", host: source.id, frame, steps: steps.map(({ id }) => id) });
  return result;
}
