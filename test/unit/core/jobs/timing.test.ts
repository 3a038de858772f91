import assert from "node:assert/strict";
import type { Schedule } from "../../../../src/core/jobs/schedule";
import { parseSchedule } from "../../../../src/core/jobs/schedule";
import { timingOf } from "../../../../src/core/jobs/timing";
import { parseTimeWindow } from "../../../../src/core/plan/timeWindow";

function schedule(text: string): Schedule {
  const found = parseSchedule(text);
  if ("fault" in found) throw new Error(found.fault);
  return found;
}

/** By the clock of this machine, as schedules are. */
const at = (day: number, hours: number, minutes = 0, seconds = 0): number =>
  new Date(2026, 10, day, hours, minutes, seconds).getTime();

const job = (text: string, window?: string) => ({
  schedule: schedule(text),
  window: window === undefined ? undefined : parseTimeWindow(window),
});

describe("a schedule", () => {
  it("tells the times around a moment, that moment itself as the last one", () => {
    const quarter = schedule("*/15 * * * *");
    assert.equal(quarter.after(at(27, 8, 0)), at(27, 8, 15));
    assert.equal(quarter.lastUntil(at(27, 8, 15)), at(27, 8, 15));
    assert.equal(quarter.lastUntil(at(27, 8, 14, 59)), at(27, 8, 0));
  });

  it("that is none, or never comes, is told as what it is", () => {
    for (const [text, fault] of [
      ["hourly", /five fields/],
      ["0 0 * * * *", /five fields/],
      ["0 25 * * *", /Invalid value for hour: 25/],
      ["0 0 30 2 *", /never comes/],
    ] as const) {
      const found = parseSchedule(text);
      assert.match("fault" in found ? found.fault : "", fault, text);
    }
  });
});

describe("when a job runs", () => {
  it("is nothing that is known without a schedule", () => {
    const timing = timingOf({ schedule: undefined, window: undefined }, undefined, at(27, 8));
    assert.deepEqual(timing, { dueSince: undefined, next: undefined, missed: false });
  });

  it("is now for one that never ran, and has missed nothing", () => {
    const timing = timingOf(job("0 * * * *"), undefined, at(27, 8, 30));
    assert.deepEqual(timing, { dueSince: at(27, 8), next: at(27, 8, 30), missed: false });
  });

  it("is the next time after one that ran, whatever came of it", () => {
    const timing = timingOf(job("0 * * * *"), at(27, 8, 0, 3), at(27, 8, 30));
    assert.deepEqual(timing, { dueSince: undefined, next: at(27, 9), missed: false });
  });

  it("is as for one that never ran, where a clock was ahead at its last run", () => {
    const timing = timingOf(job("0 * * * *"), at(27, 8) + 5 * 365 * 86_400_000, at(27, 8, 30));
    assert.deepEqual(timing, { dueSince: at(27, 8), next: at(27, 8, 30), missed: false });
  });

  it("was missed some minutes after a run should have begun", () => {
    const last = at(27, 7, 0, 2);
    assert.equal(timingOf(job("0 * * * *"), last, at(27, 8, 1)).missed, false);
    const timing = timingOf(job("0 * * * *"), last, at(27, 11));
    assert.deepEqual(timing, { dueSince: at(27, 8), next: at(27, 11), missed: true });
  });

  it("waits for the window to open, and misses nothing meanwhile", () => {
    const nightly = job("0 12 * * *", "22:00-06:00");
    const timing = timingOf(nightly, at(26, 22), at(27, 15));
    assert.deepEqual(timing, { dueSince: at(27, 12), next: at(27, 22), missed: false });
    assert.equal(timingOf(nightly, at(26, 22), at(27, 23)).missed, true);
    assert.equal(timingOf(nightly, at(27, 22), at(28, 7)).next, at(28, 22));
  });
});
