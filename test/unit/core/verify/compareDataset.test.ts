/** One dataset, compared line by line as the script prints it. */
import assert from "node:assert/strict";
import { DatasetComparison, type Section } from "../../../../src/core/verify/compareDataset";
import type { DatasetName } from "../../../../src/core/zfs/names";

function compared(type: "filesystem" | "volume", sides: readonly Partial<Record<Section, readonly string[]>>[]) {
  const side = (dataset: string) => ({ dataset: dataset as DatasetName, snapshot: "a" });
  const comparison = new DatasetComparison(
    { type, source: side("tank/demo"), target: side("backup/demo"), referenced: 1 },
    ["alpha", "beta"],
  );
  sides.forEach((sections, i) => {
    const index = i === 0 ? 0 : 1;
    for (const [name, lines] of Object.entries(sections)) {
      for (const line of lines) comparison.line(index, name as Section, line);
      comparison.sectionEnded(index, name as Section);
    }
    comparison.ended(index);
  });
  return comparison.result();
}

describe("a dataset that is compared", () => {
  it("has extended attributes, by the names that its files have elsewhere", () => {
    const meta = [".//d 755 0 0 0 0 1.0 $", "./a\\nb//f 644 0 0 1 3 1.0 $", "./c//f 644 0 0 1 3 1.0 $"];
    const attrs = (value: string): string[] => [
      "# file: .",
      "user.x=0x01",
      "",
      "# file: a\\012b",
      `user.x=${value}`,
      "user.y=0x02",
      "",
    ];
    const [left, right] = [attrs("0x01"), attrs("0x03")];
    const result = compared("filesystem", [
      { meta, sums: [], attrs: left },
      {
        meta: [...meta.slice(0, 2), "./c//f 600 0 0 1 3 1.0 $"],
        sums: [],
        attrs: [...right, "# file: c", "user.z=0x1", ""],
      },
    ]);
    assert.deepEqual(result.differences, [
      { path: "./c", what: ["mode", "attributes"] },
      { path: "./a\nb", what: ["attributes"] },
    ]);
  });

  it("has devices of other numbers", () => {
    const node = (numbers: string): string => `./null//c 666 0 0 1 0 1.0 ${numbers}$`;
    const result = compared("filesystem", [
      { meta: [node("1:3")], sums: [] },
      { meta: [node("1:5")], sums: [] },
    ]);
    assert.deepEqual(result.differences, [{ path: "./null", what: ["device"] }]);
  });

  it("names the part of a volume that differs, and one that is longer", () => {
    const result = compared("volume", [{ blocks: ["1  -", "2  -"] }, { blocks: ["1  -", "3  -", "4  -"] }]);
    assert.deepEqual(result.differences, [
      { path: "bytes 67108864 to 134217727", what: ["contents"] },
      { path: "bytes 134217728 to 201326591", what: ["only-on-target"] },
    ]);
    assert.deepEqual([result.state, result.items], ["different", 3]);
  });
});
