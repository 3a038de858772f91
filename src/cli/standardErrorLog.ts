import type { Log } from "../core/base/log";
import { printable } from "../core/zfs/names";

/** Warnings and errors on standard error; with `verbose`, everything. */
export function standardErrorLog(stderr: NodeJS.WriteStream, verbose: boolean): Log {
  const write = (message: string): void => void stderr.write(`zfsr: ${printable(message)}\n`);
  const detail = verbose ? write : (): void => undefined;
  return { trace: detail, debug: detail, info: detail, warn: write, error: write };
}
