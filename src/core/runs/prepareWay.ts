import type { TransferStep } from "../plan/step";
import type { RunContext } from "./context";
import {
  asItIs,
  chooseOnTheWay,
  commonCompressor,
  needsTools,
  type OnTheWay,
  uselessCompression,
  wantsCompression,
} from "./onTheWay";
import { sampleStream } from "./sampleStream";

/**
 * Finds out what a batch of streams goes through on its way: nothing, and without a question to any host, unless something
 * was asked for or the batch is large. What was chosen is said in the log of the run.
 * @throws ZfsrError not-installed before anything was begun, where something was asked for that cannot be had
 */
export async function prepareWay(
  steps: readonly [TransferStep, ...TransferStep[]],
  context: RunContext,
): Promise<OnTheWay> {
  const [first] = steps;
  const oneHost = first.host === first.target.host;
  const transfer = oneHost ? { ...context.transfer, compression: "none" as const, cipher: "" } : context.transfer;
  if (!needsTools(steps, transfer)) {
    for (const note of uselessCompression(steps, transfer)) context.say(note);
    const named = transfer.cipher !== "auto" && transfer.cipher !== "";
    return named ? { ...asItIs, ssh: ["-c", transfer.cipher] } : asItIs;
  }
  const [source, target] = await Promise.all([context.tools(first.host), context.tools(first.target.host)]);
  const tools = { source, target };
  const compressor = wantsCompression(steps, transfer) ? commonCompressor(transfer, tools) : undefined;
  const largest = steps.reduce((a, b) => ((b.bytes ?? 0) > (a.bytes ?? 0) ? b : a));
  const shrinks =
    compressor && transfer.compression === "auto"
      ? await sampleStream(context.host(first.host), largest, compressor.pack, context.signal)
      : undefined;
  const way = chooseOnTheWay(steps, transfer, tools, shrinks, transfer.parallel === "auto" ? 1 : transfer.parallel);
  for (const note of way.notes) context.say(note);
  return way;
}
