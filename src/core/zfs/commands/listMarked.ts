import type { Command } from "../command";
import type { SnapshotName } from "../names";
import { listedName, rows } from "../rows";

/**
 * Those of some snapshots that were destroyed with `-d` (zfsprops(7), defer_destroy): each goes by itself with the last of
 * its holds and clones.
 */
export function listMarked(snapshots: readonly [SnapshotName, ...SnapshotName[]]): Command<SnapshotName[]> {
  return {
    argv: ["zfs", "get", "-Hp", "-o", "name,value", "defer_destroy", ...snapshots],
    object: snapshots[0],
    parse: (stdout) =>
      [...rows(stdout, 2)].flatMap(([name, value]) => (value === "on" ? [listedName(name) as SnapshotName] : [])),
  };
}
