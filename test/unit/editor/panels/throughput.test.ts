import assert from "node:assert/strict";
import type { RunEvent, RunEventBody } from "../../../../src/core/runs/events";
import { Throughput } from "../../../../src/editor/panels/transfers/throughput";

const begun = Date.UTC(2026, 10, 23);
const at = (second: number, body: RunEventBody): RunEvent => ({
  ...body,
  at: new Date(begun + second * 1000).toISOString(),
});
const start = at(0, { type: "run-started", run: "r", title: "t", pid: 1 });
const sent = (second: number, step: string, bytes: number): RunEvent =>
  at(second, { type: "progress", step, bytes, total: undefined, rate: 0, eta: undefined });

function curveOf(...events: RunEvent[]): { seconds: number[]; rates: number[] } {
  const throughput = new Throughput();
  for (const event of events) throughput.add(event);
  return throughput.curve;
}

describe("the throughput of a run", () => {
  it("is the bytes between two reports over the time between them", () => {
    const begin = at(2, { type: "step-started", step: "a" });
    const { seconds, rates } = curveOf(start, begin, sent(3, "a", 100), sent(5, "a", 500));
    assert.deepEqual(
      [seconds, rates],
      [
        [2, 3, 5],
        [0, 100, 200],
      ],
    );
  });

  it("adds up streams that run at once, and begins anew for one that was begun again", () => {
    const { rates } = curveOf(start, sent(1, "a", 100), sent(2, "b", 50), sent(3, "a", 300), sent(4, "a", 80));
    assert.deepEqual(rates, [100, 50, 200, 80]);
  });

  it("makes no rate of what came a moment after the report before", () => {
    const { seconds, rates } = curveOf(start, sent(1, "a", 100), sent(1.01, "a", 1100), sent(2, "a", 1200));
    assert.deepEqual(
      [seconds, rates],
      [
        [1, 2],
        [100, 1100],
      ],
    );
  });

  it("keeps every byte of a run of days in a few hundred points", () => {
    const events = Array.from({ length: 100_000 }, (_, i) => sent(i + 1, "a", (i + 1) * 1000));
    const { seconds, rates } = curveOf(start, ...events);
    assert.ok(seconds.length <= 600 && seconds.length > 200, String(seconds.length));
    assert.ok(rates.every((rate) => Math.abs(rate - 1000) < 1));
    assert.ok(seconds.every((second, i) => second > (seconds[i - 1] ?? 0)));
  });
});
