import { InvalidArgumentError, Option } from "commander";
import { parseBytes } from "../../core/base/bytes";
import { usualBounds } from "../../core/measure/bounds";
import type { MeasureWords } from "../commands/measure";
import type { Definer } from "./definer";

/** `measure`: where the time of a replication goes. */
export function defineMeasure({ define, acts }: Definer): void {
  acts(
    define("measure <source> <target>", "which stage of a replication limits, and what would help by how much")
      .addOption(
        new Option("--bytes <size>", "of each stage at most").argParser(readBytes).default(usualBounds.bytes, "256M"),
      )
      .addOption(
        new Option("--seconds <number>", "of each stage at most").argParser(readSeconds).default(usualBounds.seconds),
      )
      .addOption(
        new Option("--port <number>", "where iperf3 listens on the target, for one test")
          .argParser(readPort)
          .default(9000),
      )
      .option("--no-receive", "leave the receive out: nothing is made on the target")
      .option("--yes", "agree to the dataset that is made for the receive and taken away again", false),
    (source: string, target: string, words: MeasureWords) => async (environment) =>
      (await import("../commands/measure")).measure(source, target, words, environment),
  );
}

function readBytes(text: string): number {
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes >= 2 ** 20) return bytes;
  throw new InvalidArgumentError("a size is 1M at least: 256M, 4G");
}

function readSeconds(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("it is a number of seconds, 1 at least");
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError("a port is a number from 1 to 65535");
}
