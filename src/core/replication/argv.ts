import type { Dataset } from "../zfs/model";
import { datasetOf, type DatasetName, shortNameOf, type SnapshotName } from "../zfs/names";
import type { Increment } from "./increments";
import { initialProperties } from "./properties";
import type { ReceiveOptions, SendOptions } from "../plan/streamOptions";

/** Tells whether a dataset goes out raw. */
export function isRaw(dataset: Pick<Dataset, "encryption">, options: Pick<SendOptions, "raw">): boolean {
  return options.raw === "auto" ? dataset.encryption !== "off" : options.raw;
}

/** The words of `zfs send` for one stream. `-w` has what `-L`, `-e` and `-c` would add. */
export function sendArgv(dataset: Dataset, increment: Increment, options: SendOptions): string[] {
  const flags = isRaw(dataset, options)
    ? ["-w"]
    : [
        ...(options.largeBlocks ? ["-L"] : []),
        ...(options.embedded ? ["-e"] : []),
        ...(options.compressed ? ["-c"] : []),
      ];
  if (options.replicate) flags.push("-R");
  else if (options.properties) flags.push("-p");
  if (options.backup) flags.push("-b");
  const from =
    increment.from === undefined ? [] : [increment.intermediates ? "-I" : "-i", baseWord(increment.from, dataset.name)];
  return ["zfs", "send", ...flags, ...from, increment.to];
}

/** The words of `zfs send` that go on where a partial receive ended; its flags come from the token. */
export function resumeArgv(token: string): string[] {
  return ["zfs", "send", "-t", token];
}

/** What a stream finds on the target, and what it brings. */
export interface Landing {
  /** The dataset does not exist yet; only then are properties set, so that later changes of a person stay. */
  readonly isNew: boolean;
  /** The snapshot on the target that it becomes a clone of. */
  readonly origin?: SnapshotName | undefined;
  /** Properties in the stream that are kept out. */
  readonly excluded?: readonly string[];
}

/** The words of `zfs receive`: never mounted (`-u`), never with `-F`. */
export function receiveArgv(
  target: DatasetName,
  source: Pick<Dataset, "type">,
  { isNew, origin, excluded = [] }: Landing,
  options: ReceiveOptions,
): string[] {
  const initial = isNew ? initialProperties(source, options) : [];
  const set = new Set(initial.map((word) => word.slice(0, word.indexOf("="))));
  return [
    "zfs",
    "receive",
    ...(options.resumable ? ["-s"] : []),
    "-u",
    ...initial.flatMap((word) => ["-o", word]),
    ...excluded.filter((name) => !set.has(name)).flatMap((name) => ["-x", name]),
    ...(origin === undefined ? [] : ["-o", `origin=${origin}`]),
    target,
  ];
}

/** `@name` and `#name` are enough for a base of the same dataset; a clone's origin keeps its whole name. */
function baseWord(from: string, dataset: DatasetName): string {
  if (datasetOf(from) !== dataset) return from;
  return `${from.includes("#") ? "#" : "@"}${shortNameOf(from)}`;
}
