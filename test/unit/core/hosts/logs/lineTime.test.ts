import assert from "node:assert/strict";
import {
  dmesgTime,
  eventTime,
  historyTime,
  type HostClock,
  isSince,
  secondsTime,
  syslogTime,
} from "../../../../../src/core/hosts/logs/lineTime";

const utc: HostClock = { now: Date.parse("2026-11-24T00:10:00Z"), offset: 0 };
const berlin: HostClock = { ...utc, offset: 60 };
const iso = (time: number | undefined): string => (time === undefined ? "none" : new Date(time).toISOString());

describe("when a line of a log was written", () => {
  it("by rsyslog and journalctl, with a zone", () => {
    assert.equal(iso(syslogTime("2026-11-24T00:00:27.404919+00:00 alpha x", berlin)), "2026-11-24T00:00:27.000Z");
    assert.equal(iso(syslogTime("2026-11-24T01:00:27+0100 alpha x", utc)), "2026-11-24T00:00:27.000Z");
    assert.equal(iso(syslogTime("2026-11-23T18:30:27-05:30 alpha x", utc)), "2026-11-24T00:00:27.000Z");
    assert.equal(iso(syslogTime("2026-11-24T00:00:27Z alpha x", berlin)), "2026-11-24T00:00:27.000Z");
  });

  it("by an old syslog, without a year and by the host's clock", () => {
    assert.equal(iso(syslogTime("Nov 24 01:00:27 alpha x", berlin)), "2026-11-24T00:00:27.000Z");
    assert.equal(iso(syslogTime("Nov  4 01:00:27 alpha x", utc)), "2026-11-04T01:00:27.000Z");
    const january = { now: Date.parse("2027-01-02T00:00:00Z"), offset: 0 };
    assert.equal(iso(syslogTime("Dec 31 23:59:59 alpha x", january)), "2026-12-31T23:59:59.000Z");
  });

  it("by zpool events and zpool history, by the host's clock", () => {
    const event = "Nov 24 2026 00:00:25.644012071 sysevent.fs.zfs.history_event";
    assert.equal(iso(eventTime(event, utc)), "2026-11-24T00:00:25.000Z");
    assert.equal(iso(eventTime(event, berlin)), "2026-11-23T23:00:25.000Z");
    assert.equal(eventTime("        version = 0x0", utc), undefined);
    assert.equal(
      iso(historyTime("2026-11-23.21:33:54 [txg:4] set ashift=12 [on alpha]", utc)),
      "2026-11-23T21:33:54.000Z",
    );
    assert.equal(historyTime("History for 'tank':", utc), undefined);
  });

  it("by dmesg and dbgmsg", () => {
    assert.equal(iso(dmesgTime("2026-11-24T00:00:25,140000+00:00 vec0: tap", utc)), "2026-11-24T00:00:25.000Z");
    assert.equal(dmesgTime("[   12.34] vec0: tap", utc), undefined);
    assert.equal(iso(secondsTime("1795478430   spa_history.c:294: x", utc)), "2026-11-24T00:00:30.000Z");
    assert.equal(secondsTime("timestamp    message", utc), undefined);
  });
});

describe("lines since a moment", () => {
  it("are those with a time from then on, and what goes on from them", () => {
    const lines = ["TIME CLASS", "Nov 24 2026 00:00:01.0 a", "  x = 1", "Nov 24 2026 00:00:02.0 b", "  y = 2", ""];
    const since = Date.parse("2026-11-24T00:00:02Z");
    assert.deepEqual(lines.filter(isSince(since, eventTime, utc)), lines.slice(3));
    assert.deepEqual(lines.filter(isSince(since + 1000, eventTime, utc)), []);
    assert.deepEqual(lines.filter(isSince(0, eventTime, utc)), lines.slice(1));
  });
});
