import assert from "node:assert/strict";
import { followLogs } from "../../../../../src/core/hosts/logs/followLogs";
import { type LogSource, type LogSourceId, logSources } from "../../../../../src/core/hosts/logs/logSource";
import { type LogRequest, type ReadLog, readLogs } from "../../../../../src/core/hosts/logs/readLogs";
import { poolOf } from "../../../../../src/core/zfs/names";
import { FakeCommands } from "../../../../support/fakes/commands";
import { FakeHost } from "../../../../support/fakes/localHost";

const all = { pool: undefined, since: undefined, lines: 100 };

function source(id: LogSourceId): LogSource {
  const found = logSources.find((candidate) => candidate.id === id);
  assert.ok(found);
  return found;
}

describe("reading a host's logs", () => {
  let fakes: FakeCommands;
  let host: FakeHost;

  beforeEach(() => {
    fakes = new FakeCommands();
    host = new FakeHost("alpha", fakes);
  });

  afterEach(() => fakes.dispose());

  async function read(id: LogSourceId, request: Partial<LogRequest> = {}): Promise<ReadLog> {
    const [log] = await readLogs(host, { ...all, ...request }, {}, [source(id)]);
    assert.ok(log);
    return log;
  }

  it("takes one round trip for all of them", async () => {
    fakes.add("journalctl", "echo j").add("zpool", "echo z").add("dmesg", "echo d");
    const logs = await readLogs(host, all);
    assert.equal(host.scripts.length, 1);
    assert.deepEqual(
      logs.map((log) => log.source.id),
      logSources.map(({ id }) => id),
    );
  });

  it("gives lines without their breaks, and none at the end that is empty", async () => {
    fakes.add("zpool", `printf '  pool: tank\\r\\n state: ONLINE\\n\\n'`);
    const log = await read("status");
    assert.deepEqual(log.state === "read" && log.lines, ["  pool: tank", " state: ONLINE"]);
  });

  it("says what is absent and what may not be read, and goes on", async () => {
    fakes.add("journalctl", "echo 'No journal files were opened due to insufficient permissions.' >&2; exit 1");
    const gone: LogSource = { ...source("syslog"), needs: { file: "/nowhere/syslog" } };
    const logs = await readLogs(host, all, {}, [source("units"), gone]);
    assert.deepEqual(logs[0], {
      source: source("units"),
      state: "failed",
      because: "No journal files were opened due to insufficient permissions.",
    });
    assert.deepEqual(logs[1], { source: gone, state: "absent" });
  });

  it("keeps the newest lines and tells that there are more", async () => {
    fakes.add("dmesg", "i=0; while [ $i -lt 50 ]; do echo line $i; i=$((i+1)); done");
    const log = await read("kernel", { lines: 3 });
    assert.deepEqual(log.state === "read" && [log.lines, log.cut], [["line 47", "line 48", "line 49"], true]);
    const whole = await read("kernel", { lines: 50 });
    assert.deepEqual(whole.state === "read" && [whole.lines.length, whole.cut], [50, false]);
  });

  it("never cuts what tells how things stand", async () => {
    fakes.add("zpool", "echo a; echo b; echo c");
    const log = await read("status", { lines: 1 });
    assert.deepEqual(log.state === "read" && [log.lines, log.cut], [["a", "b", "c"], false]);
  });

  it("leaves out what was written before", async () => {
    fakes.add("date", "echo 1795478511 +0100");
    fakes.add(
      "zpool",
      `printf '%s\\n' "History for 'tank':" '2026-11-24.01:00:00 zfs old' '2026-11-24.01:01:00 zfs new' '  more'`,
    );
    const log = await read("history", { since: Date.parse("2026-11-24T00:01:00Z") });
    assert.deepEqual(log.state === "read" && log.lines, ["2026-11-24.01:01:00 zfs new", "  more"]);
  });

  it("tells journalctl since when, and zpool which pool, each as one word", async () => {
    fakes.add("journalctl", 'logged "$@"').add("zpool", 'logged "$@"');
    const since = 1_795_478_511_999;
    await readLogs(host, { pool: poolOf("my pool"), since, lines: 7 }, {}, [source("units"), source("events")]);
    const [journal, events] = fakes.calls();
    assert.deepEqual(journal?.slice(0, 8), [
      "-q",
      "--no-pager",
      "-o",
      "short-iso",
      "-n",
      "8",
      "--since",
      "@1795478511",
    ]);
    assert.deepEqual(events, ["events", "-v", "my pool"]);
  });

  it("follows several at once, whole lines with their source, what is new, until nothing is left", async () => {
    fakes
      .add("journalctl", "echo unit\\; 'a\\tb  '; echo two")
      .add("zpool", "echo Nov 24 2026 00:00:00.1 old; echo Nov 24 2026 00:02:00.1 event")
      .add("date", "printf '\\t1795478511 +0000\\n'")
      .add("dmesg", "exit 1");
    const lines: string[] = [];
    await followLogs(host, {
      pool: undefined,
      sources: [source("units"), source("events"), source("kernel"), source("status")],
      onLine: ({ id }, line) => lines.push(`${id}>${line}<`),
    });
    assert.deepEqual(lines.sort(), ["events>Nov 24 2026 00:02:00.1 event<", "units>two<", "units>unit; a\tb  <"]);
  });
});
