import type { Bookmark, Snapshot } from "./model";
import type { BookmarkName, DatasetName, Guid, SnapshotName } from "./names";
import type { SnapshotColumns } from "./snapshotColumns";

/** A row of the columns of a whole tree, read when it is asked. To be passed on, not spread: it has no fields of its own. */
class ListedItem {
  constructor(
    protected readonly dataset: DatasetName,
    protected readonly columns: SnapshotColumns,
    protected readonly row: number,
  ) {}

  get guid(): Guid {
    return this.columns.guid(this.row).toString() as Guid;
  }

  get createtxg(): number {
    return this.columns.number(this.row, "createtxg");
  }

  get creation(): number {
    return this.columns.number(this.row, "creation") * 1000;
  }
}

class ListedSnapshot extends ListedItem implements Snapshot {
  get kind(): "snapshot" {
    return "snapshot";
  }

  get name(): SnapshotName {
    return (this.dataset + this.columns.suffix(this.row)) as SnapshotName;
  }

  get used(): number {
    return this.columns.number(this.row, "used");
  }

  get referenced(): number {
    return this.columns.number(this.row, "referenced");
  }

  get userrefs(): number {
    return this.columns.number(this.row, "userrefs");
  }

  toJSON(): Snapshot {
    const { kind, name, guid, createtxg, creation, used, referenced, userrefs } = this;
    return { kind, name, guid, createtxg, creation, used, referenced, userrefs };
  }
}

class ListedBookmark extends ListedItem implements Bookmark {
  get kind(): "bookmark" {
    return "bookmark";
  }

  get name(): BookmarkName {
    return (this.dataset + this.columns.suffix(this.row)) as BookmarkName;
  }

  toJSON(): Bookmark {
    const { kind, name, guid, createtxg, creation } = this;
    return { kind, name, guid, createtxg, creation };
  }
}

/** One row as an object of 48 bytes. @param dataset the one it belongs to */
export function listedItem(dataset: DatasetName, columns: SnapshotColumns, row: number): Snapshot | Bookmark {
  return columns.isSnapshot(row)
    ? new ListedSnapshot(dataset, columns, row)
    : new ListedBookmark(dataset, columns, row);
}
