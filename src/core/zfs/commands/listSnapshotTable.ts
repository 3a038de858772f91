import type { Command } from "../command";
import type { DatasetName } from "../names";
import { unreadable } from "../rows";
import type { SnapshotRow } from "../snapshotColumns";
import { SnapshotTable } from "../snapshotTable";
import { listSnapshots } from "./listSnapshots";
import { snapshotRows } from "./snapshotRows";

/** Snapshots and bookmarks of one dataset, as a table: for lists that may be long. */
export function listSnapshotTable(dataset: DatasetName): Command<SnapshotTable> {
  const { argv, object } = listSnapshots(dataset, { recursive: false });
  return { argv, object, parse: (stdout) => SnapshotTable.from(dataset, ownRows(stdout, dataset)) };
}

function* ownRows(stdout: string, dataset: DatasetName): Generator<SnapshotRow> {
  for (const row of snapshotRows(stdout)) {
    if (row.dataset !== dataset) throw unreadable(row.dataset + row.suffix, `it is no snapshot of ${dataset}`);
    yield row;
  }
}
