import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatTimeWindow,
  openFor,
  opensAt,
  parseTimeWindow,
  type TimeWindow,
} from "../../../../src/core/plan/timeWindow";

function window(text: string): TimeWindow {
  const found = parseTimeWindow(text);
  assert.ok(found, text);
  return found;
}

/** 23 November 2026 is a Monday. */
function at(day: number, hours: number, minutes = 0): Date {
  return new Date(2026, 10, day, hours, minutes);
}

describe("a time window", () => {
  it("is read and written, and nonsense is none", () => {
    for (const text of ["22:00-06:00", "mon,tue 08:30-12:00", "sun 00:00-24:00"])
      assert.equal(formatTimeWindow(window(text)), text);
    for (const text of ["", "22-6", "25:00-06:00", "22:60-06:00", "xyz 22:00-06:00", "10:00-10:00"])
      assert.equal(parseTimeWindow(text), undefined, text);
  });

  it("is open from its first minute to its last, and says for how long", () => {
    const day = window("08:00-18:00");
    assert.equal(openFor(day, at(23, 8)), 10 * 3_600_000);
    assert.equal(openFor(day, at(23, 17, 59)), 60_000);
    assert.equal(openFor(day, at(23, 18)), 0);
    assert.equal(openFor(day, at(23, 7, 59)), 0);
  });

  it("reaches over midnight", () => {
    const night = window("22:00-06:00");
    assert.equal(openFor(night, at(23, 23)), 7 * 3_600_000);
    assert.equal(openFor(night, at(24, 5)), 3_600_000);
    assert.equal(openFor(night, at(24, 6)), 0);
    assert.equal(openFor(night, at(24, 12)), 0);
  });

  it("ends by the clock, also in the nights in which that is put forward or back", () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Europe/Berlin";
    try {
      const night = window("22:00-06:00");
      assert.equal(openFor(night, new Date(2026, 2, 28, 22)), 7 * 3_600_000, "one hour is left out");
      assert.equal(openFor(night, new Date(2026, 9, 24, 22)), 9 * 3_600_000, "one comes twice");
      // on that night there is no 02:00, so it opens on the next
      const hour = window("02:00-03:00");
      assert.deepEqual(opensAt(hour, new Date(2026, 2, 28, 12)), new Date(2026, 2, 30, 2));
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  it("belongs to the day on which it opens", () => {
    const monday = window("mon 22:00-06:00");
    assert.ok(openFor(monday, at(23, 22)) > 0, "Monday night");
    assert.ok(openFor(monday, at(24, 3)) > 0, "the morning after");
    assert.equal(openFor(monday, at(23, 3)), 0, "the morning before");
    assert.equal(openFor(monday, at(24, 22)), 0, "Tuesday night");
  });

  it("opens next today, tomorrow, or on its day a week later", () => {
    assert.deepEqual(opensAt(window("22:00-06:00"), at(23, 12)), at(23, 22));
    assert.deepEqual(opensAt(window("08:00-10:00"), at(23, 12)), at(24, 8));
    assert.deepEqual(opensAt(window("mon 08:00-10:00"), at(23, 12)), at(30, 8));
    assert.deepEqual(opensAt(window("22:00-06:00"), at(23, 23)), at(23, 23));
  });

  it("is open when it is said to open, and not just before", () => {
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(minutes, minutes, days, fc.integer({ min: 0, max: 6 }), minutes, (from, to, on, day, now) => {
        fc.pre(from !== to);
        const shut = { from, to, days: on };
        const moment = at(22 + day, 0, now);
        const opens = opensAt(shut, moment);
        assert.ok(openFor(shut, opens) > 0);
        if (openFor(shut, moment) === 0) assert.equal(openFor(shut, new Date(opens.getTime() - 60_000)), 0);
      }),
    );
  });
});
