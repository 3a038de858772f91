import { ZfsrError } from "../../base/errors";
import type { ExecOptions } from "../../hosts/host";
import type { Bounds } from "../bounds";
import type { CipherReading } from "../measurement";
import { Report } from "../readings/report";
import { carry, sshSeconds, type Way } from "../way";
import { shellWords } from "./shell";

/** Processor seconds of the process above the shell, sshd's part of the connection: proc(5). */
const daemon = `p=$(sed 's/.*) //' /proc/$PPID/stat 2>/dev/null | awk '{print $12+$13}')`;

/** Seconds of processor time that one login costs ssh here, without any data. */
export async function measureLogin(way: Way, options: ExecOptions): Promise<number> {
  const { received } = await carry(way, ":", "cat >/dev/null", options);
  return sshSeconds(received) ?? 0;
}

/**
 * Zeros through ssh and into nothing: the cipher and the network without any disk. The time is counted on the target,
 * from when the connection stands.
 * @param login seconds of processor time that a login alone costs here
 */
export async function measureCipher(
  way: Way,
  cipher: string,
  chosen: boolean,
  bounds: Bounds,
  login: number,
  options: ExecOptions,
): Promise<CipherReading & { readonly bytes: number; readonly seconds: number }> {
  const zeros = `dd if=/dev/zero bs=131072 count=${Math.ceil(bounds.bytes / 131072)} 2>/dev/null`;
  const send = `if command -v timeout >/dev/null; then timeout ${bounds.seconds} ${zeros}; else ${zeros}; fi`;
  const receive = [
    shellWords,
    `${daemon}; t=$(now); b=$(wc -c); u=$(now); q=$p; ${daemon}`,
    'echo "@bytes $((b))"; echo "@from $t"; echo "@to $u"; echo "@daemon0 $q"; echo "@daemon1 $p"',
  ].join("\n");
  const ssh = chosen ? [] : ["-c", cipher];
  const { received, sent } = await carry(way, send, receive, { ...options, ssh });
  if (!/^@bytes/m.test(received)) throw connectionFailed(way, sent);
  const report = new Report(received);
  const seconds = report.seconds("from", "to");
  const bytes = report.needed("bytes");
  const [before, after] = [report.number("daemon0"), report.number("daemon1")];
  const theirs = before === undefined || after === undefined ? 0 : (after - before) / 100;
  const ours = Math.max(0, (sshSeconds(received) ?? 0) - login);
  return {
    cipher,
    chosen,
    rate: bytes / seconds,
    processor: Math.min(1, Math.max(theirs, ours) / seconds),
    bytes,
    seconds,
  };
}

function connectionFailed({ source, target }: Way, sent: string): ZfsrError {
  return new ZfsrError({
    reason: "connection-lost",
    object: `${source.id} to ${target.id}`,
    because: `nothing arrived: ${sent.trim().split("\n").at(-1) ?? "ssh said nothing"}`,
    nextStep: `see why with 'zfsr doctor ${source.id}: ${target.id}:'`,
  });
}
