import { shellCommand, shellQuote } from "../../base/shellQuote";
import type { ExecOptions, Host } from "../../hosts/host";
import { poolOf } from "../../zfs/names";
import type { Bounds } from "../bounds";
import type { MeasuredStage, Sample } from "../measurement";
import { Report } from "../readings/report";
import { diskWatch, shellWords, takeBytes } from "./shell";

/** `zfs send` into nothing on the source, its bytes counted by dd(1). Reads, and changes nothing. */
export async function measureSend(
  host: Host,
  sample: Sample,
  bounds: Bounds,
  options: ExecOptions,
): Promise<{ readonly stage: MeasuredStage; readonly report: Report }> {
  const { watching, watched } = diskWatch(shellQuote(poolOf(sample.snapshot)), bounds.seconds);
  const script = [
    shellWords,
    watching,
    "look before; t=$(now)",
    `b=$(bound ${bounds.seconds} ${shellCommand(sample.argv)} </dev/null 2>/dev/null | ${takeBytes(bounds.bytes)} 2>&1 >/dev/null | sed -n 's/^\\([0-9]*\\) bytes.*/\\1/p')`,
    'u=$(now); look after; echo "@bytes $((b))"; echo "@from $t"; echo "@to $u"',
    watched,
  ].join("\n");
  const report = new Report((await host.script(script, options)).stdout);
  const seconds = report.seconds("from", "to");
  const bytes = report.needed("bytes");
  const busy = report.busy(seconds);
  return {
    report,
    stage: {
      id: "send",
      title: `zfs send on ${host.id}`,
      rate: bytes / seconds,
      bytes,
      seconds,
      how: "into nothing",
      busy: busy === undefined ? {} : { [host.id]: busy },
    },
  };
}

/** How far the beginning of the stream shrinks under `zstd -1`, and how fast; undefined where there is no zstd. */
export async function measurePacking(
  host: Host,
  sample: Sample,
  options: ExecOptions,
): Promise<{ readonly ratio: number; readonly rate: number } | undefined> {
  const size = 8 * 2 ** 20;
  const script = [
    shellWords,
    "command -v zstd >/dev/null || exit 0",
    'f=$(mktemp) || exit 0; exec 3>"$f" 4<"$f" 5<"$f"; rm -f "$f"',
    `${shellCommand(sample.argv)} </dev/null 2>/dev/null | head -c ${size} >&3`,
    "t=$(now); p=$(zstd -q -1 -c <&4 | wc -c); u=$(now); b=$(wc -c <&5)",
    'echo "@bytes $((b))"; echo "@packed $((p))"; echo "@from $t"; echo "@to $u"',
  ].join("\n");
  const report = new Report((await host.script(script, options)).stdout);
  const bytes = report.number("bytes") ?? 0;
  const packed = report.number("packed") ?? 0;
  if (bytes === 0 || packed === 0) return undefined;
  return { ratio: packed / bytes, rate: bytes / report.seconds("from", "to") };
}
