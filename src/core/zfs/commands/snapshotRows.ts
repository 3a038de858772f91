import { guid } from "../names";
import { count, listedName, rows, unreadable } from "../rows";
import type { SnapshotRow } from "../snapshotColumns";

/** In this order in each row of a listing of snapshots and bookmarks. */
export const listedColumns = "name,guid,createtxg,creation,used,referenced,userrefs";

const width = listedColumns.split(",").length;

/** A row, with the dataset that it belongs to. */
export interface OwnedRow extends SnapshotRow {
  readonly dataset: string;
}

/** Takes a listing of `listedColumns` apart. @throws ZfsrError unexpected-output */
export function* snapshotRows(stdout: string): Generator<OwnedRow> {
  for (const row of rows(stdout, width)) {
    const [listed, id = "", createtxg, creation, used, referenced, userrefs] = row;
    const name = listedName(listed);
    const mark = name.search(/[@#]/);
    if (mark < 0) throw unreadable(row.join("\t"), "it is neither a snapshot nor a bookmark");
    yield {
      dataset: name.slice(0, mark),
      suffix: name.slice(mark),
      guid: guid(id),
      createtxg: count(createtxg),
      creation: count(creation),
      used: count(used, 0),
      referenced: count(referenced, 0),
      userrefs: count(userrefs, 0),
    };
  }
}
