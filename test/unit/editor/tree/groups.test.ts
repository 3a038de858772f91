import assert from "node:assert/strict";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { groupSnapshots, wayOfNaming } from "../../../../src/editor/tree/groupSnapshots";
import { SnapshotRows } from "../../../../src/editor/tree/snapshotRows";
import { TreeFilter } from "../../../../src/editor/tree/treeFilter";
import { contentsWith, dataset, pool, tableOf } from "../fakes";

const hour = 3600;
/** Noon of a day on this machine's calendar, in seconds. */
const noon = (day: number): number => new Date(2026, 0, day, 12).getTime() / 1000;

/** So many snapshots, an hour apart. */
const hourly = (count: number) =>
  tableOf(
    "tank/a",
    Array.from({ length: count }, (_, i) => ({ suffix: `@auto_${i}`, creation: noon(1) + i * hour })),
  );
const rowsOf = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("groups of snapshots", () => {
  it("are not made of few", () => {
    assert.equal(groupSnapshots(hourly(60), rowsOf(60), "time"), undefined);
    assert.equal(groupSnapshots(hourly(600), rowsOf(600), "none"), undefined);
  });

  it("are days, the newest first, and lose none", () => {
    const groups = groupSnapshots(hourly(100), rowsOf(100), "time") ?? assert.fail();
    assert.deepEqual(
      groups.map(({ by, key }) => `${by} ${key}`),
      ["2026-01-05", "2026-01-04", "2026-01-03", "2026-01-02", "2026-01-01"].map((key) => `day ${key}`),
    );
    assert.deepEqual(
      groups.flatMap(({ rows }) => rows),
      rowsOf(100),
    );
  });

  it("are months above days where there are many days, and a month is divided into its days", () => {
    const table = hourly(24 * 80);
    const rows = new SnapshotRows();
    const view = { by: "time", filter: undefined } as const;
    const top = rows.level(table, [], view);
    assert.deepEqual(top.kind === "groups" && top.groups.map(({ key }) => key), ["2026-03", "2026-02", "2026-01"]);
    const february = rows.level(table, [{ by: "month", key: "2026-02" }], view);
    assert.equal(february.kind === "groups" && february.groups.length, 28);
    const path = [
      { by: "month", key: "2026-02" },
      { by: "day", key: "2026-02-28" },
    ] as const;
    const day = rows.level(table, path, view);
    assert.equal(day.kind === "rows" && day.rows.length, 24);
  });

  it("are ways of naming, without the time in the name", () => {
    assert.equal(wayOfNaming("@autosnap_2026-11-23_00:00:01_hourly"), "autosnap_…_hourly");
    assert.equal(wayOfNaming("@zfs-auto-snap_daily-2026-11-23-0000"), "zfs-auto-snap_daily-…");
    assert.equal(wayOfNaming("@rep_2026-11-23T205124Z"), "rep_…");
    assert.equal(wayOfNaming("@before-upgrade"), "before-upgrade");
    const names = Array.from({ length: 90 }, (_, i) => ({ suffix: `@auto_2026-${i}_${i % 2 ? "hourly" : "daily"}` }));
    const groups = groupSnapshots(tableOf("tank/a", names), rowsOf(90), "name") ?? assert.fail();
    assert.deepEqual(
      groups.map(({ key, rows }) => [key, rows.length]),
      [
        ["auto_…_hourly", 45],
        ["auto_…_daily", 45],
      ],
    );
  });
});

describe("the filter of the hosts", () => {
  const names = ["tank", "tank/db", "tank/db/logs", "tank/home", "tank/home/ann"];
  const contents = contentsWith(
    [pool("tank")],
    names.map((name) => dataset(name)),
  );
  const shown = (text: string): string[] => [...new TreeFilter(text).datasetsOf("alpha", contents)].sort();

  it("shows what matches, with what is above and below it", () => {
    assert.deepEqual(shown("DB"), ["tank", "tank/db", "tank/db/logs"]);
    assert.deepEqual(shown("ann"), ["tank", "tank/home", "tank/home/ann"]);
    assert.deepEqual(shown("alpha:tank/h"), ["tank", "tank/home", "tank/home/ann"]);
    assert.deepEqual(shown("nothing"), []);
    assert.equal(new TreeFilter("home").count("alpha", contents), 2);
  });

  it("takes what stands behind @ for the names of snapshots", () => {
    assert.deepEqual(shown("@daily"), names);
    assert.deepEqual(shown("db@daily"), ["tank", "tank/db", "tank/db/logs"]);
    const filter = new TreeFilter("db@Daily");
    assert.deepEqual(
      ["@auto_daily", "@DAILY", "@hourly", "#b_daily"].map((suffix) => filter.takesSnapshot(suffix)),
      [true, true, false, true],
    );
    const rows = new SnapshotRows().level(tableOf("tank/db", [{ suffix: "@a_daily" }, { suffix: "@b" }]), [], {
      by: "time",
      filter,
    });
    assert.deepEqual(rows, { kind: "rows", rows: [1] });
  });

  it("does not search again while the listing is the same", () => {
    const filter = new TreeFilter("db");
    assert.equal(filter.datasetsOf("alpha", contents), filter.datasetsOf("alpha", contents));
  });
});

describe("the index of a host's datasets", () => {
  it("tells what lies directly below each, and what was cloned from a snapshot", () => {
    const clone = dataset("tank/clone", { origin: "tank/a@x" as never });
    const { index } = contentsWith([pool("tank")], [dataset("tank"), dataset("tank/a"), dataset("tank/a/b"), clone]);
    assert.deepEqual(index.below.get("tank" as DatasetName), ["tank/a", "tank/clone"]);
    assert.deepEqual(index.below.get("tank/a" as DatasetName), ["tank/a/b"]);
    assert.deepEqual(index.clones.get("tank/a@x" as never), ["tank/clone"]);
  });
});
