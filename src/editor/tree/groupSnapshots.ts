import type { SnapshotTable } from "../../core/zfs/snapshotTable";

/** How long lists of snapshots are divided. */
export type GroupBy = "time" | "name" | "none";

/** Rows of a table that stand together. */
export interface SnapshotGroup {
  readonly by: "month" | "day" | "name";
  /** `2026-11`, `2026-11-23`, `autosnap_…_hourly` */
  readonly key: string;
  /** In the table's order. */
  readonly rows: readonly number[];
}

/** Lists up to this length are shown as they are. */
const groupAbove = 60;
/** With more days than this, months stand above them. */
const mostDays = 62;

/**
 * Divides rows of a table into groups, or gives undefined when they can be shown as they are.
 * @param within the group whose rows they are: a month is divided into days, others are not divided further
 */
export function groupSnapshots(
  table: SnapshotTable,
  rows: readonly number[],
  by: GroupBy,
  within?: SnapshotGroup["by"],
): SnapshotGroup[] | undefined {
  if (by === "none" || rows.length <= groupAbove || within === "day" || within === "name") return undefined;
  if (by === "name") return collect("name", rows, (row) => wayOfNaming(table.suffix(row)));
  const dayOf = localDays();
  const days = collect("day", rows, (row) => dayOf(table.creation(row)));
  if (within === "month" || days.length <= mostDays) return days.length === 1 ? undefined : days;
  const months = new Map<string, number[]>();
  for (const day of days) {
    const month = day.key.slice(0, 7);
    const known = months.get(month);
    if (known) known.push(...day.rows);
    else months.set(month, [...day.rows]);
  }
  return [...months].map(([key, all]) => ({ by: "month", key, rows: all }));
}

function collect(by: SnapshotGroup["by"], rows: readonly number[], keyOf: (row: number) => string): SnapshotGroup[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known) known.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].map(([key, members]) => ({ by, key, rows: members }));
}

/** The day of a time on this machine's calendar. Times that follow each other mostly share it: it is computed once for them. */
function localDays(): (time: number) => string {
  let start = 0;
  let end = -1;
  let day = "";
  return (time) => {
    if (time >= start && time < end) return day;
    const date = new Date(time);
    const [year, month, number] = [date.getFullYear(), date.getMonth(), date.getDate()];
    start = new Date(year, month, number).getTime();
    end = new Date(year, month, number + 1).getTime();
    day = `${year}-${String(month + 1).padStart(2, "0")}-${String(number).padStart(2, "0")}`;
    return day;
  };
}

/** `@autosnap_2026-11-23_00:00:01_hourly` to `autosnap_…_hourly`, `@rep_2026-11-23T205124Z` to `rep_…`: without the time. */
export function wayOfNaming(suffix: string): string {
  const name = suffix.slice(1);
  const first = name.search(/\d/);
  if (first < 0) return name;
  const tail = /[_\-.:]?[A-Za-z]{2,}$/.exec(name)?.[0] ?? "";
  return `${name.slice(0, first)}…${tail}`;
}
