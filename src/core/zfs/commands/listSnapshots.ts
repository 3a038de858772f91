import type { Command } from "../command";
import type { Bookmark, Snapshot } from "../model";
import type { BookmarkName, SnapshotName, DatasetName } from "../names";
import { type OwnedRow, listedColumns, snapshotRows } from "./snapshotRows";

export interface ListSnapshotsOptions {
  /** All datasets below `root` too; otherwise `root`'s own alone. */
  readonly recursive: boolean;
}

/**
 * Snapshots and bookmarks in the order of their createtxg. `zfs list` prints them so within each dataset; over several
 * datasets the order is that of the whole pool.
 */
export function listSnapshots(root: DatasetName, options: ListSnapshotsOptions): Command<(Snapshot | Bookmark)[]> {
  const depth = options.recursive ? ["-r"] : ["-d", "1"];
  return {
    argv: ["zfs", "list", "-Hp", ...depth, "-t", "snapshot,bookmark", "-s", "createtxg", "-o", listedColumns, root],
    object: root,
    parse: (stdout) => Array.from(snapshotRows(stdout), itemOf),
  };
}

function itemOf({ dataset, suffix, creation: seconds, ...row }: OwnedRow): Snapshot | Bookmark {
  const { guid, createtxg, used, referenced, userrefs } = row;
  const name = dataset + suffix;
  const common = { guid, createtxg, creation: seconds * 1000 };
  if (suffix.startsWith("#")) return { kind: "bookmark", name: name as BookmarkName, ...common };
  return { kind: "snapshot", name: name as SnapshotName, ...common, used, referenced, userrefs };
}
