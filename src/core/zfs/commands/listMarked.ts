import type { Command } from "../command";
import type { SnapshotName } from "../names";
import { count, listedName, rows } from "../rows";

/** A snapshot that was destroyed with `-d`: it goes by itself with the last of its holds and clones. */
export interface MarkedSnapshot {
  readonly name: SnapshotName;
  /** How many holds it has. */
  readonly userrefs: number;
}

/** Those of some snapshots that were destroyed with `-d` (zfsprops(7), defer_destroy). */
export function listMarked(snapshots: readonly [SnapshotName, ...SnapshotName[]]): Command<MarkedSnapshot[]> {
  return {
    argv: ["zfs", "list", "-Hp", "-t", "snapshot", "-o", "name,defer_destroy,userrefs", ...snapshots],
    object: snapshots[0],
    parse: (stdout) =>
      [...rows(stdout, 3)].flatMap(([name, marked, userrefs]) =>
        marked === "on" ? [{ name: listedName(name) as SnapshotName, userrefs: count(userrefs) }] : [],
      ),
  };
}
