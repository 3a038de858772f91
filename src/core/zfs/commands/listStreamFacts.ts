import type { Command } from "../command";
import type { DatasetName } from "../names";
import { count, listedName, optional, rows } from "../rows";

/** What of a dataset decides what a stream of it needs, and which hazards it meets. */
export interface StreamFacts {
  readonly name: DatasetName;
  /** Bytes; a volume's volblocksize. */
  readonly recordsize: number | undefined;
  /** `legacy`, `auto`, …; undefined for a volume. */
  readonly dnodesize: string | undefined;
  readonly compression: string | undefined;
  /** The filesystem's version property; undefined for a volume. */
  readonly filesystemVersion: number | undefined;
}

const columns = "name,recordsize,volblocksize,dnodesize,compression,version";

/** @param options.recursive all below `names`, too */
export function listStreamFacts(
  names: readonly [DatasetName, ...DatasetName[]],
  options: { readonly recursive: boolean },
): Command<StreamFacts[]> {
  return {
    argv: [
      ...["zfs", "list", "-Hp", ...(options.recursive ? ["-r"] : ["-d", "0"]), "-t", "filesystem,volume"],
      ...["-o", columns, ...names],
    ],
    object: names[0],
    parse: (stdout) =>
      [...rows(stdout, columns.split(",").length)].map(([name, record, block, dnodesize, compression, version]) => ({
        name: listedName(name) as DatasetName,
        recordsize: size(record) ?? size(block),
        dnodesize: optional(dnodesize),
        compression: optional(compression),
        filesystemVersion: size(version),
      })),
  };
}

function size(text: string | undefined): number | undefined {
  const word = optional(text);
  return word === undefined ? undefined : count(word);
}
