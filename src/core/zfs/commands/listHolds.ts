import type { Command } from "../command";
import type { Hold } from "../model";
import type { SnapshotName } from "../names";
import { listedName, rows } from "../rows";

/** The holds of the given snapshots, in one command. zfs(8) wants at least one name; an empty list is a mistake. */
export function listHolds(snapshots: readonly [SnapshotName, ...SnapshotName[]]): Command<Hold[]> {
  return {
    argv: ["zfs", "holds", "-H", ...snapshots],
    object: snapshots[0],
    parse: (stdout) =>
      [...rows(stdout, 3)].map(([snapshot, tag = "", timestamp = ""]) => ({
        snapshot: listedName(snapshot) as SnapshotName,
        tag,
        timestamp,
      })),
  };
}
