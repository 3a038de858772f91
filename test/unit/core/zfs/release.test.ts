import assert from "node:assert/strict";
import fc from "fast-check";
import { compareReleases, parseRelease, rangeOf } from "../../../../src/core/zfs/release";

function release(text: string): NonNullable<ReturnType<typeof parseRelease>> {
  const found = parseRelease(text);
  assert.ok(found, text);
  return found;
}

describe("releases of OpenZFS", () => {
  it("are read from what packages call them", () => {
    assert.deepEqual(release("2.1.11-1+deb12u1"), { numbers: [2, 1, 11], candidate: undefined });
    assert.deepEqual(release("2.2.2-0ubuntu9.1"), { numbers: [2, 2, 2], candidate: undefined });
    assert.deepEqual(release("2.3.0-rc4"), { numbers: [2, 3, 0], candidate: 4 });
    assert.deepEqual(release("0.6.5.8-1"), { numbers: [0, 6, 5, 8], candidate: undefined });
    assert.equal(parseRelease("master"), undefined);
    assert.equal(parseRelease(""), undefined);
  });

  it("are in the order in which they came out", () => {
    const order = [
      "0.6.5.7",
      "0.6.5.8",
      "0.7.0",
      "0.8.0-rc1",
      "0.8.0",
      "2.1.9",
      "2.1.11",
      "2.2.0-rc4",
      "2.2.0",
      "2.10.0",
    ];
    const releases = order.map(release);
    fc.assert(
      fc.property(fc.nat(order.length - 1), fc.nat(order.length - 1), (i, j) => {
        const [a, b] = [releases[i], releases[j]];
        assert.ok(a && b);
        assert.equal(Math.sign(compareReleases(a, b)), Math.sign(i - j));
      }),
    );
  });

  it("lie in a range from its first release to before its last", () => {
    const ranges = [
      ["2.0.0", "2.2.8"],
      ["2.3.0", undefined],
    ] as const;
    assert.equal(rangeOf(release("1.9.9"), ranges), undefined);
    assert.equal(rangeOf(release("2.0.0"), ranges), ranges[0]);
    assert.equal(rangeOf(release("2.2.7"), ranges), ranges[0]);
    assert.equal(rangeOf(release("2.2.8"), ranges), undefined);
    assert.equal(rangeOf(release("2.3.0-rc1"), ranges), undefined);
    assert.equal(rangeOf(release("7.0.0"), ranges), ranges[1]);
    assert.deepEqual(rangeOf(release("0.1.0"), [[undefined, "1.0.0"]]), [undefined, "1.0.0"]);
  });
});
