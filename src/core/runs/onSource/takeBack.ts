import { ZfsrError } from "../../base/errors";
import { findingOf } from "../../diagnosis/findingOf";
import type { RunContext } from "../context";
import { collect } from "./carryOnSource";
import { closeTransfer, type OpenTransfer } from "./openTransfers";
import type { RunId } from "../runDirectory";
import { SourceTransfer } from "./sourceTransfer";

/**
 * Follows transfers that an earlier process has left on their source host to their end, all at once, with all that they have
 * reported meanwhile. What they come to is told by their steps; whatever is missing is planned anew by whoever asked.
 * @returns bytes that they have sent
 */
export async function takeBack(open: readonly OpenTransfer[], run: RunId, context: RunContext): Promise<number> {
  const bytes = await Promise.all(open.map((transfer) => takeOneBack(transfer, run, context)));
  return bytes.reduce((sum, one) => sum + one, 0);
}

async function takeOneBack(open: OpenTransfer, run: RunId, context: RunContext): Promise<number> {
  const { host, frame, steps, files } = open;
  const source = context.host(host);
  context.say(`${host}: a transfer that the run ${files.id} has left there is followed to its end`);
  const transfer = new SourceTransfer(source, frame, context);
  const { streams } = await collect(transfer, source, steps, frame, context);
  if (files.id !== run && transfer.isOver) closeTransfer(open, run);
  let bytes = 0;
  for (const step of steps) {
    const result = streams.get(step.id);
    bytes += result?.bytes ?? 0;
    if (result?.outcome !== "failed") continue;
    const outcome = ZfsrError.is(result.error, "cancelled", "connection-lost") ? "interrupted" : "failed";
    context.emit({ type: "step-ended", step: step.id, outcome, bytes: result.bytes });
    context.emit({ type: "finding", finding: findingOf(result.error) });
  }
  return bytes;
}
