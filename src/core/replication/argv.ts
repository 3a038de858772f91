import type { Dataset } from "../zfs/model";
import type { DatasetName } from "../zfs/names";
import { shortNameOf } from "../zfs/names";
import type { Increment } from "./increments";
import type { ReceiveOptions, SendOptions } from "./request";

/** Tells whether a dataset goes out raw. */
export function isRaw(dataset: Dataset, options: SendOptions): boolean {
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
  const from = increment.from === undefined ? [] : [increment.intermediates ? "-I" : "-i", baseWord(increment.from)];
  return ["zfs", "send", ...flags, ...from, increment.to];
}

/** The words of `zfs send` that go on where a partial receive ended; its flags come from the token. */
export function resumeArgv(token: string): string[] {
  return ["zfs", "send", "-t", token];
}

/**
 * The words of `zfs receive`: never mounted (`-u`), never with `-F`.
 * @param isNew the dataset does not exist yet; only then are properties set, so that later changes of a person stay.
 */
export function receiveArgv(target: DatasetName, source: Dataset, isNew: boolean, options: ReceiveOptions): string[] {
  const properties = isNew
    ? [
        ...(options.readonly ? ["-o", "readonly=on"] : []),
        ...(source.type === "filesystem" ? ["-o", "canmount=noauto"] : []),
      ]
    : [];
  return ["zfs", "receive", ...(options.resumable ? ["-s"] : []), "-u", ...properties, target];
}

/** `@name` and `#name` are enough for a base of the same dataset; a clone's origin keeps its whole name. */
function baseWord(from: string): string {
  const mark = from.includes("#") ? "#" : "@";
  return `${mark}${shortNameOf(from)}`;
}
