import assert from "node:assert/strict";
import fc from "fast-check";
import { formatBytes, formatRate, parseBytes } from "../../../../src/core/base/bytes";

describe("bytes", () => {
  it("are shown in binary units, with three digits at most", () => {
    const shown: [number, string][] = [
      [0, "0 B"],
      [1, "1 B"],
      [1023, "1023 B"],
      [1024, "1.00 KiB"],
      [10 * 1024, "10.0 KiB"],
      [100 * 1024, "100 KiB"],
      [1610612736, "1.50 GiB"],
      [1024 ** 2 - 1, "1.00 MiB"],
      [2 ** 60, "1.00 EiB"],
      [2 ** 70, "1024 EiB"],
      [-2048, "-2.00 KiB"],
      [Number.NaN, "? B"],
      [Number.POSITIVE_INFINITY, "? B"],
    ];
    assert.deepEqual(
      shown.map(([bytes]) => formatBytes(bytes)),
      shown.map(([, text]) => text),
    );
  });

  it("never show more than four characters of number below 1000 EiB", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const number = formatBytes(bytes).split(" ")[0] ?? "";
        assert.ok(number.replace(".", "").length <= 4, formatBytes(bytes));
      }),
    );
  });

  it("are shown so that reading them back is off by half a percent at most", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const back = parseBytes(formatBytes(bytes));
        assert.ok(back !== undefined && Math.abs(back - bytes) <= bytes * 0.005 + 0.5, `${bytes} -> ${String(back)}`);
      }),
    );
  });

  it("are read with and without a unit, all of them binary", () => {
    const read: [string, number | undefined][] = [
      ["0", 0],
      ["512", 512],
      ["512 B", 512],
      ["50 MiB", 50 * 1024 ** 2],
      ["50MB", 50 * 1024 ** 2],
      ["50M", 50 * 1024 ** 2],
      ["1.5G", 1.5 * 1024 ** 3],
      ["800k", 800 * 1024],
      [" 2 TiB ", 2 * 1024 ** 4],
      ["", undefined],
      ["M", undefined],
      ["-1", undefined],
      ["1,5G", undefined],
      ["50 MiB/s", undefined],
      ["1e3", undefined],
    ];
    assert.deepEqual(
      read.map(([text]) => parseBytes(text)),
      read.map(([, bytes]) => bytes),
    );
  });

  it("a second are a rate", () => assert.equal(formatRate(50 * 1024 ** 2), "50.0 MiB/s"));
});
