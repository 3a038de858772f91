import type { Command } from "../command";
import { listedItem } from "../listedSnapshot";
import type { Bookmark, Snapshot } from "../model";
import type { DatasetName } from "../names";
import { SnapshotColumns, type SnapshotRow } from "../snapshotColumns";
import { listSnapshots, type ListSnapshotsOptions } from "./listSnapshots";
import { snapshotRows } from "./snapshotRows";

/**
 * What `listSnapshots` gives, in a third of the memory: a tree may have a million. The objects read columns that they
 * share, so they are to be passed on and not spread.
 */
export function listTreeSnapshots(root: DatasetName, options: ListSnapshotsOptions): Command<(Snapshot | Bookmark)[]> {
  const { argv, object } = listSnapshots(root, options);
  return { argv, object, parse: itemsOf };
}

function itemsOf(stdout: string): (Snapshot | Bookmark)[] {
  const owners: DatasetName[] = [];
  const columns = SnapshotColumns.from(noted(stdout, owners));
  return owners.map((dataset, row) => listedItem(dataset, columns, row));
}

/** The rows, each one's dataset put into `owners`: one string for each dataset, which keeps nothing of the listing alive. */
function* noted(stdout: string, owners: DatasetName[]): Generator<SnapshotRow> {
  const names = new Map<string, DatasetName>();
  for (const row of snapshotRows(stdout)) {
    let name = names.get(row.dataset);
    if (name === undefined) {
      name = Buffer.from(row.dataset, "latin1").toString("latin1") as DatasetName;
      names.set(name, name);
    }
    owners.push(name);
    yield row;
  }
}
