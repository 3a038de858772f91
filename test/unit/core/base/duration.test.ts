import assert from "node:assert/strict";
import fc from "fast-check";
import { formatAge, formatDuration, parseDuration } from "../../../../src/core/base/duration";

describe("durations", () => {
  it("are shown as a clock", () => {
    const shown: [number, string][] = [
      [0, "0:00"],
      [499, "0:00"],
      [500, "0:01"],
      [65_000, "1:05"],
      [3_599_600, "1:00:00"],
      [3_725_000, "1:02:05"],
      [360_000_000, "100:00:00"],
      [-5, "0:00"],
      [Number.POSITIVE_INFINITY, "?"],
      [Number.NaN, "?"],
    ];
    assert.deepEqual(
      shown.map(([ms]) => formatDuration(ms)),
      shown.map(([, text]) => text),
    );
  });

  it("never show 60 seconds or 60 minutes", () => {
    fc.assert(
      fc.property(fc.nat(), (ms) => {
        const [seconds = 0, minutes = 0] = formatDuration(ms).split(":").map(Number).reverse();
        assert.ok(seconds < 60 && minutes < 60, formatDuration(ms));
      }),
    );
  });

  it("that have passed are shown coarsely", () => {
    const hour = 3_600_000;
    assert.deepEqual([-1000, 59_999, 60_000, 59 * 60_000, hour, 47 * hour, 48 * hour, 500 * 24 * hour].map(formatAge), [
      "just now",
      "just now",
      "1 min",
      "59 min",
      "1 h",
      "47 h",
      "2 d",
      "500 d",
    ]);
  });

  it("are read with a unit, never without", () => {
    const read: [string, number | undefined][] = [
      ["250ms", 250],
      ["90s", 90_000],
      ["15m", 900_000],
      ["1h", 3_600_000],
      ["1.5h", 5_400_000],
      ["7d", 604_800_000],
      ["2w", 1_209_600_000],
      [" 3 s ", 3000],
      ["3", undefined],
      ["", undefined],
      ["-1s", undefined],
      ["1y", undefined],
      ["1H", undefined],
    ];
    assert.deepEqual(
      read.map(([text]) => parseDuration(text)),
      read.map(([, ms]) => ms),
    );
  });
});
