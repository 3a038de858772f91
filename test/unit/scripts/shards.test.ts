import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  type Divided,
  divided,
  fitting,
  labFiles,
  secondsOf,
  share,
  sharesOf,
  testsOf,
} from "../../../scripts/shards.mjs";

const anyFiles = fc
  .uniqueArray(fc.tuple(fc.string(), fc.integer({ min: 0, max: 500 })), { selector: ([name]) => name })
  .map((entries) => new Map(entries));

describe("shares of test files", () => {
  it("have every file once", () => {
    fc.assert(
      fc.property(anyFiles, fc.integer({ min: 1, max: 4 }), (files, count) => {
        const shares = share([...files.keys()], count, (file) => files.get(file) ?? 0);
        assert.equal(shares.length, count);
        assert.deepEqual(shares.flat().sort(), [...files.keys()].sort());
      }),
    );
  });

  it("are the same whatever order the files are found in", () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const secondsOf = (file: string): number => files.get(file) ?? 0;
        const names = [...files.keys()];
        assert.deepEqual(share([...names].reverse(), 2, secondsOf), share(names, 2, secondsOf));
      }),
    );
  });

  it("leave to the first process what is its own, however much that is", () => {
    fc.assert(
      fc.property(anyFiles, fc.integer({ min: 1, max: 4 }), fc.nat(), (files, count, some) => {
        const names = [...files.keys()];
        const own = names.slice(0, some % (names.length + 1));
        const shares = share(names, count, (file) => files.get(file) ?? 0, own);
        assert.deepEqual(shares.flat().sort(), [...names].sort());
        assert.ok(own.every((file) => shares[0]?.includes(file)));
      }),
    );
  });

  it("of the lab are those of the core and all others, each file once", () => {
    const { core, more } = labFiles();
    assert.ok(core.length > 4 && more.length > 10);
    assert.deepEqual([...core, ...more].sort(), testsOf("lab").sort());
  });

  it("beyond the core are those for which there is time, the longest left out first", () => {
    const { more } = labFiles();
    assert.deepEqual(fitting(more, Infinity, 3), { fit: [...more].sort(), out: [] });
    assert.deepEqual(fitting(more, 0, 1), { fit: [], out: [...more].sort() });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 4 }), (left, slowness) => {
        const { fit, out } = fitting(more, left, slowness);
        assert.deepEqual([...fit, ...out].sort(), [...more].sort());
        assert.ok(fit.length === 0 || secondsOf("lab", fit) * slowness <= left);
      }),
    );
  });

  for (const part of Object.keys(divided) as Divided[]) {
    it(`of the part ${part} are all its files, and know the seconds of none that is not there`, () => {
      const folder = join("test", part);
      const there = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        /\.test\.ts$/.test(name),
      );
      assert.ok(there.length > 10);
      assert.deepEqual(sharesOf(part, 2).flat().sort(), there.sort());
      assert.deepEqual(testsOf(part).sort(), there);
      assert.deepEqual(
        [...Object.keys(divided[part].seconds), ...(divided[part].first ?? []), ...(divided[part].core ?? [])].filter(
          (file) => !existsSync(join(folder, file)),
        ),
        [],
      );
    });
  }
});
