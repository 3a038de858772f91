import assert from "node:assert/strict";
import fc from "fast-check";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { overlaps, readMark, writerMark } from "../../../../src/core/zfs/writer";

const run = "20261123T205124Z-3fa9c1";

describe("the mark of a writer", () => {
  it("is read back whatever the dataset is called, and holds no character that a shell would change", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "B", "7", "_", "-", ".", ":", " ", "/"), minLength: 1 });
    fc.assert(
      fc.property(name, (dataset) => {
        const mark = writerMark("42", { run, who: "root@laptop", dataset: dataset as DatasetName });
        assert.match(mark, /^[A-Za-z0-9_.\/:@=-]+$/);
        assert.deepEqual(readMark(mark), { pool: "42", run, who: "root@laptop", dataset });
      }),
    );
  });

  it("takes nothing over from the name of a user or a machine but plain characters", () => {
    const mark = writerMark("42", { run, who: "a b;$(x)@h'\n", dataset: "backup" as DatasetName });
    assert.equal(readMark(mark)?.who, "a_b___x_@h__");
  });

  it("is not read from what any process may show", () => {
    for (const text of ["", "zfsr-writer:", `zfsr-writer:42:${run}:root@x`, `zfsr-writer:42:run:root@x:backup`])
      assert.equal(readMark(text), undefined, text);
  });

  it("meets another one above, below and on the same dataset, and not beside it", () => {
    const meets = (a: string, b: string): boolean => overlaps(a as DatasetName, b as DatasetName);
    assert.ok(meets("b/x", "b/x") && meets("b", "b/x") && meets("b/x/y", "b/x"));
    assert.ok(!meets("b/x", "b/xy") && !meets("b/x", "b/z"));
  });
});
