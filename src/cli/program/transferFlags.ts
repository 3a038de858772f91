import { type Command, InvalidArgumentError, Option } from "commander";
import { parseBytes } from "../../core/base/bytes";
import { parseDuration } from "../../core/base/duration";
import { compressions, defaultTransfer, type TransferOptions, transports } from "../../core/plan/transferOptions";

/** What commander gives for the options of `transferFlags`: those that were written alone. */
export interface RawTransfer {
  transport?: TransferOptions["transport"];
  port?: number;
  trustedNetwork?: boolean;
  limit?: number;
  compression?: TransferOptions["compression"];
  buffer?: TransferOptions["buffer"];
  cipher?: string;
  stallTimeout?: number;
  onSource?: boolean;
  retries?: number;
  parallel?: TransferOptions["parallel"];
}

/** The options of a pair that say how streams travel, as commander names them. */
export const transferFlagNames = [
  "transport",
  "port",
  "trustedNetwork",
  "limit",
  "compression",
  "buffer",
  "cipher",
  "stallTimeout",
  "onSource",
  "retries",
  "parallel",
] as const satisfies readonly (keyof RawTransfer)[];

/** How streams travel. Options that are not written are left out, so that what a run was asked for before holds. */
export function transferFlags(command: Command): Command {
  return command
    .addOption(new Option("--transport <way>", "the way of the stream; auto when left out").choices(transports))
    .addOption(new Option("--port <number>", "where the receiver listens, with tcp").argParser(readPort))
    .option("--trusted-network", "tcp: the network may see the stream; no warning")
    .addOption(new Option("--limit <rate>", "bytes a second over all streams: 50M").argParser(readRate))
    .addOption(new Option("--compression <program>", "on the way, where it pays").choices(compressions))
    .addOption(
      new Option("--buffer <size>", "mbuffer's memory on the target: 256M, off, or auto, which is none").argParser(
        readBuffer,
      ),
    )
    .option("--cipher <name>", "as ssh -c; auto takes AES-GCM where both processors have it")
    .addOption(
      new Option("--stall-timeout <duration>", "without a byte for so long, both ends are ended: 5m").argParser(
        readTimeout,
      ),
    )
    .option("--on-source", "a direct transfer lives on the source host, and goes on while this machine is away")
    .addOption(new Option("--retries <number>", "attempts after one that broke").argParser(readRetries))
    .addOption(
      new Option(
        "--parallel <number>",
        "streams at once, of different datasets; auto, when left out: up to 4 of many small ones",
      ).argParser(readLanes),
    );
}

/** What was written, as options of a transfer. */
export function transferWords(raw: RawTransfer): Partial<TransferOptions> {
  const { retries, transport, port, trustedNetwork, limit, compression, buffer, cipher, ...rest } = raw;
  const { stallTimeout, onSource, parallel } = rest;
  const all = { transport, port, trustedNetwork, limit, compression, buffer, cipher, stallTimeout, onSource, parallel };
  const written: Partial<TransferOptions> = Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  );
  return retries === undefined ? written : { ...written, retries: { ...defaultTransfer.retries, limit: retries } };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError("a port is a number from 1 to 65535");
}

function readRate(text: string): number {
  const rate = parseBytes(text.replace(/\/s$/, ""));
  if (rate !== undefined && rate >= 1024) return rate;
  throw new InvalidArgumentError("a rate is bytes a second, 1K at least: 50M, 1.5G");
}

function readBuffer(text: string): TransferOptions["buffer"] {
  if (text === "auto" || text === "off") return text;
  const size = parseBytes(text);
  if (size !== undefined && size >= 2 ** 20) return size;
  throw new InvalidArgumentError("a buffer is auto, off, or a size of 1M at least");
}

function readTimeout(text: string): number {
  const ms = text === "0" ? 0 : parseDuration(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError("a duration is 90s, 15m or 1h; 0 waits for ever");
}

function readRetries(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("it is a number, 0 for none");
}

function readLanes(text: string): TransferOptions["parallel"] {
  if (text === "auto") return text;
  if (/^[1-8]$/.test(text)) return Number(text);
  throw new InvalidArgumentError("it is a number from 1 to 8, or auto");
}
