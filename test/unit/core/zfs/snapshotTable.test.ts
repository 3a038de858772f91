import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import { listSnapshots } from "../../../../src/core/zfs/commands/listSnapshots";
import { listedColumns } from "../../../../src/core/zfs/commands/snapshotRows";
import { listSnapshotTable } from "../../../../src/core/zfs/commands/listSnapshotTable";
import type { DatasetName } from "../../../../src/core/zfs/names";

const name = "tank/a" as DatasetName;
const columns = listedColumns.split(",").length;

function line(i: number, mark = "@"): string {
  const guid = (2n ** 64n - 1n - BigInt(i)).toString();
  const numbers = mark === "@" ? [2 ** 50 + i, 7 * i, i % 3] : ["-", "-", "-"];
  const cells = [`tank/a${mark}snap_${i}`, guid, 1000 + i, 1_700_000_000 + i, ...numbers];
  assert.equal(cells.length, columns);
  return `${cells.join("\t")}\n`;
}

describe("a table of snapshots", () => {
  it("holds what a list of objects would, the newest first", () => {
    const stdout = Array.from({ length: 300 }, (_, i) => line(i, i % 7 === 3 ? "#" : "@")).join("");
    const objects = listSnapshots(name, { recursive: false }).parse(stdout).reverse();
    const table = listSnapshotTable(name).parse(stdout);
    assert.equal(table.length, 300);
    assert.deepEqual([...table], objects);
  });

  it("knows the guids of its snapshots, not those of bookmarks", () => {
    const table = listSnapshotTable(name).parse(line(0) + line(1, "#") + line(2));
    assert.deepEqual([...table.snapshotGuids()].sort(), [2n ** 64n - 3n, 2n ** 64n - 1n]);
    assert.deepEqual([table.guidAt(0), table.isSnapshot(1), table.suffix(1)], [2n ** 64n - 3n, false, "#snap_1"]);
  });

  it("is empty where there are none", () => {
    const table = listSnapshotTable(name).parse("");
    assert.deepEqual([table.length, [...table], table.bytes], [0, [], 0]);
  });

  it("takes 100,000 in at most 150 bytes each", () => {
    const rows = Array.from({ length: 100_000 }, (_, i) =>
      line(i).replace("snap_", "autosnap_2026-11-23_00:00:00_hourly"),
    );
    const table = listSnapshotTable(name).parse(rows.join(""));
    assert.ok(table.bytes / table.length <= 150, `${table.bytes / table.length} bytes`);
  });

  it("refuses a snapshot of another dataset", () => {
    const other = line(1).replace("tank/a@", "tank/ab@");
    assert.throws(
      () => listSnapshotTable(name).parse(other),
      (error) => ZfsrError.is(error, "unexpected-output"),
    );
  });
});
