import type { Command } from "../command";
import type { DatasetName } from "../names";

/**
 * What `zfs receive -nv` says of the beginning of a file: `would receive full stream of tank/a@b into tank/c@b`, or why it
 * would not. Only a mebibyte is read, so that it ends with a complaint about the rest, and always with 0.
 */
export function inspectStream(file: string, target: DatasetName): Command<string> {
  return {
    argv: ["sh", "-c", '{ head -c 1048576 "$0" | zfs receive -nv "$1"; } 2>&1; true', file, target],
    object: target,
    parse: (stdout) => stdout,
  };
}
