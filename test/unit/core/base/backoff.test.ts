import assert from "node:assert/strict";
import fc from "fast-check";
import { backoff } from "../../../../src/core/base/backoff";

const options = { first: 500, most: 8000, jitter: 0 };

describe("backoff", () => {
  it("doubles from the first repetition on, up to the most", () => {
    assert.deepEqual(
      [2, 3, 4, 5, 6, 7, 50, 5000].map((attempt) => backoff(attempt, options, () => 0.5)),
      [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000],
    );
  });

  it("varies by the jitter either way", () => {
    assert.equal(
      backoff(2, { ...options, jitter: 0.2 }, () => 0),
      400,
    );
    assert.equal(
      backoff(2, { ...options, jitter: 0.2 }, () => 0.999999),
      600,
    );
  });

  it("is a finite number of milliseconds that setTimeout takes, whatever the attempt", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const pause = backoff(attempt, { ...options, jitter: 1 }, () => random);
        assert.ok(Number.isInteger(pause) && pause >= 0 && pause <= options.most, String(pause));
      }),
    );
  });

  it("is never longer than the most, jitter and all", () => {
    assert.ok(backoff(20, { ...options, jitter: 0.2 }, () => 0.999) <= options.most);
  });
});
