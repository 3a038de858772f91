import { shellCommand } from "../base/shellQuote";
import type { Host } from "../hosts/host";
import type { TransferStep } from "../plan/step";

/** Bytes of a sample: enough to tell text from noise, over in a second. */
const size = 4 * 2 ** 20;

/**
 * How far the beginning of a stream shrinks: 0.5 is half. One round trip; nothing leaves the source.
 * @param pack the words of the compressor @returns undefined when it cannot be told
 */
export async function sampleStream(
  host: Host,
  step: TransferStep,
  pack: readonly string[],
  signal: AbortSignal,
): Promise<number | undefined> {
  // the sample is counted as it is on its way to the compressor
  const sample = `${shellCommand(step.argv)} 2>/dev/null </dev/null | head -c ${size}`;
  const script = `{ { ${sample} | tee /dev/fd/3 | ${shellCommand(pack)} | wc -c >&4; } 3>&1 | wc -c; } 4>&1`;
  const { stdout } = await host.script(script, { signal });
  const [packed = 0, whole = 0] = stdout
    .trim()
    .split(/\s+/)
    .map(Number)
    .sort((a, b) => a - b);
  return whole > 0 && packed > 0 ? packed / whole : undefined;
}
