import type { Bookmark, Snapshot } from "./model";
import type { BookmarkName, DatasetName, Guid, SnapshotName } from "./names";
import { SnapshotColumns, type SnapshotRow } from "./snapshotColumns";

/**
 * Snapshots and bookmarks of one dataset: 100,000 of them are 9 MB. Row 0 is the newest. A row is made into an object when
 * it is to be seen.
 */
export class SnapshotTable {
  private constructor(
    readonly dataset: DatasetName,
    private readonly columns: SnapshotColumns,
  ) {}

  /** @param list in the order of createtxg, as zfs lists them */
  static from(dataset: DatasetName, list: Iterable<SnapshotRow>): SnapshotTable {
    return new SnapshotTable(dataset, SnapshotColumns.from(list));
  }

  get length(): number {
    return this.columns.length;
  }

  /** One row as an object. @param row 0 to length - 1 */
  at(row: number): Snapshot | Bookmark {
    const { columns } = this;
    const index = this.index(row);
    const name = this.dataset + columns.suffix(index);
    const common = {
      guid: columns.guid(index).toString() as Guid,
      createtxg: columns.number(index, "createtxg"),
      creation: this.creation(row),
    };
    if (!columns.isSnapshot(index)) return { kind: "bookmark", name: name as BookmarkName, ...common };
    return {
      kind: "snapshot",
      name: name as SnapshotName,
      ...common,
      used: columns.number(index, "used"),
      referenced: columns.number(index, "referenced"),
      userrefs: columns.number(index, "userrefs"),
    };
  }

  /** `@monday` or `#monday` */
  suffix(row: number): string {
    return this.columns.suffix(this.index(row));
  }

  isSnapshot(row: number): boolean {
    return this.columns.isSnapshot(this.index(row));
  }

  guidAt(row: number): bigint {
    return this.columns.guid(this.index(row));
  }

  /** Milliseconds since 1970. */
  creation(row: number): number {
    return this.columns.number(this.index(row), "creation") * 1000;
  }

  /** The guids of the snapshots, without those of bookmarks: a bookmark has its snapshot's. */
  snapshotGuids(): BigUint64Array {
    return this.columns.guidsWhere((index) => this.columns.isSnapshot(index));
  }

  /** Bytes that are kept for it. */
  get bytes(): number {
    return this.columns.bytes;
  }

  *[Symbol.iterator](): Generator<Snapshot | Bookmark> {
    for (let row = 0; row < this.length; row += 1) yield this.at(row);
  }

  /** Where a row stands in the columns, whose first is the oldest. */
  private index(row: number): number {
    return this.length - 1 - row;
  }
}
