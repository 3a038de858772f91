import type { Command } from "../command";
import type { Bookmark, Snapshot } from "../model";
import { type BookmarkName, type DatasetName, guid, type SnapshotName } from "../names";
import { count, listedName, rows } from "../rows";

const columns = "name,guid,createtxg,creation,used,referenced,userrefs";

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
    argv: ["zfs", "list", "-Hp", ...depth, "-t", "snapshot,bookmark", "-s", "createtxg", "-o", columns, root],
    object: root,
    parse: (stdout) => [...rows(stdout, columns.split(",").length)].map(parseSnapshot),
  };
}

function parseSnapshot(row: readonly string[]): Snapshot | Bookmark {
  const [listed, id = "", createtxg, creation, used, referenced, userrefs] = row;
  const name = listedName(listed);
  const common = { guid: guid(id), createtxg: count(createtxg), creation: count(creation) * 1000 };
  if (name.includes("#")) return { kind: "bookmark", name: name as BookmarkName, ...common };
  return {
    kind: "snapshot",
    name: name as SnapshotName,
    ...common,
    used: count(used, 0),
    referenced: count(referenced, 0),
    userrefs: count(userrefs, 0),
  };
}
