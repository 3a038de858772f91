import type { SnapshotTable } from "../../core/zfs/snapshotTable";
import { type GroupBy, groupSnapshots, type SnapshotGroup } from "./groupSnapshots";
import type { TreeFilter } from "./treeFilter";

/** How lists of snapshots are shown. */
export interface SnapshotView {
  readonly by: GroupBy;
  readonly filter: TreeFilter | undefined;
}

/** Which group. */
export type GroupKey = Pick<SnapshotGroup, "by" | "key">;

/** What lies below a list of snapshots, or below a group of it: rows, or groups of them. */
export type Level =
  | { readonly kind: "rows"; readonly rows: readonly number[] }
  | { readonly kind: "groups"; readonly groups: readonly SnapshotGroup[] };

/** Divides lists once for each view of them, however often their rows are drawn. */
export class SnapshotRows {
  private readonly levels = new WeakMap<SnapshotTable, { readonly view: string; readonly of: Map<string, Level> }>();

  /** @param path the groups from the list down to what is opened, outermost first */
  level(table: SnapshotTable, path: readonly GroupKey[], view: SnapshotView): Level {
    const known = this.levels.get(table);
    const name = `${view.by}\n${view.filter?.text ?? ""}`;
    const of = known?.view === name ? known.of : new Map<string, Level>();
    if (of !== known?.of) this.levels.set(table, { view: name, of });
    const key = path.map((group) => group.key).join("\n");
    const level = of.get(key) ?? this.divide(table, path, view);
    of.set(key, level);
    return level;
  }

  private divide(table: SnapshotTable, path: readonly GroupKey[], view: SnapshotView): Level {
    const last = path.at(-1);
    const rows = last ? this.rowsOf(table, path, view) : allRows(table, view.filter);
    const groups = groupSnapshots(table, rows, view.by, last?.by);
    return groups ? { kind: "groups", groups } : { kind: "rows", rows };
  }

  private rowsOf(table: SnapshotTable, path: readonly GroupKey[], view: SnapshotView) {
    const above = this.level(table, path.slice(0, -1), view);
    const groups = above.kind === "groups" ? above.groups : [];
    return groups.find((group) => group.key === path.at(-1)?.key)?.rows ?? [];
  }
}

function allRows(table: SnapshotTable, filter: TreeFilter | undefined): number[] {
  const rows: number[] = [];
  for (let row = 0; row < table.length; row += 1)
    if (!filter || filter.takesSnapshot(table.suffix(row))) rows.push(row);
  return rows;
}
