/** What a job's timetable asks for: hooks, its time window, runs that are due, streams at once; a run of each kind, no more. */
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeData, on, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, type RunningZfsr, startZfsr, zfsr } from "../support/zfsr";

const file = join(mkdtempSync(join(tmpdir(), "zfsr-timetable-")), "replication.yaml");
const told = "/tmp/timetable-hook";

/** A window that is open now and closes at a full minute, soon, but not before a run has begun. */
function closing(): string {
  const now = new Date();
  const end = new Date(Math.ceil((now.getTime() + 25_000) / 60_000) * 60_000);
  const time = (at: Date): string =>
    `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  return `${time(now)}-${time(end)}`;
}

describe("a job's timetable", function () {
  this.timeout(600_000);
  /** Goes on while the other tests run: until its window closes. */
  let slow: RunningZfsr;

  before(async () => {
    await clear();
    await makeData("alpha", "tank/timetable-slow", 24);
    await script(
      "alpha",
      "zfs create tank/timetable",
      "for d in a b c; do zfs create tank/timetable/$d; echo $d >/tank/timetable/$d/file; done",
      "zfs snapshot -r tank/timetable@a",
    );
    writeFileSync(
      file,
      `version: 1
jobs:
  slow:
    source: alpha:tank/timetable-slow
    targets: [beta:backup/timetable-slow]
    window: "${closing()}"
    limit: 256 KiB/s
  tree:
    source: alpha:tank/timetable
    targets: [beta:backup/timetable]
    recursive: true
    parallel: 2
    schedule: "0 0 1 1 *"
    hooks:
      before:
        - { host: alpha, argv: [zfs, snapshot, -r, tank/timetable@hooked] }
      after:
        - { host: beta, argv: [sh, -c, 'echo "$ZFSR_HOOK $ZFSR_JOB $ZFSR_SOURCE $ZFSR_TARGET $ZFSR_OUTCOME" >>${told}'] }
  refused:
    source: alpha:tank/timetable
    targets: [beta:backup/timetable-refused]
    hooks:
      before:
        - { host: alpha, argv: [sh, -c, "echo not now >&2; exit 3"] }
      after:
        - { host: beta, argv: [sh, -c, 'echo "$ZFSR_JOB $ZFSR_OUTCOME" >>${told}'] }
`,
    );
    slow = startZfsr("run", "-f", file, "slow", "--json");
  });
  after(async () => {
    slow.process.kill("SIGINT");
    await slow.ended;
    await clear();
  });

  it("begins what is due, after the hook before, by two streams at once, and tells the hook after what came of it", async () => {
    const { code, events, stdout, stderr } = await zfsr("run", "--due", "-f", file, "--json");
    assert.equal(code, 0, stdout + stderr);
    const there = await snapshotsOf("beta", "backup/timetable");
    assert.deepEqual(there, await snapshotsOf("alpha", "tank/timetable"));
    // what the hook took was there before anything was looked at
    assert.equal(there.filter((line) => line.includes("@hooked\t")).length, 4);
    const said = events.flatMap((event) => (event.type === "log" ? [event.message] : []));
    assert.ok(said.includes("2 streams at once"), said.join("\n"));
    assert.equal(await on("beta", `cat ${told}`), "after tree alpha:tank/timetable beta:backup/timetable done");
  });

  it("is not due again until its time comes", async () => {
    const { code, stdout } = await zfsr("run", "--due", "-f", file);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /Nothing is due; the next run is due at /);
  });

  it("sends nothing where the hook before fails, and tells the hook after", async () => {
    const { code, events, stdout } = await zfsr("run", "-f", file, "refused", "--json");
    assert.equal(code, 1, stdout);
    assert.match(endOf(events).findings[0]?.title ?? "", /with exit status 3: not now; nothing was sent/);
    assert.equal(await on("beta", "zfs list -H -o name backup/timetable-refused 2>/dev/null || echo none"), "none");
    assert.equal(await on("beta", `tail -n 1 ${told}`), "refused failed");
  });

  it("breaks off when its window closes, keeps what was received, and goes on from there when it is told to", async () => {
    const { code, stdout } = await slow.ended;
    assert.equal(code, 4, stdout);
    const end = endOf(slow.events);
    assert.equal(end.outcome, "interrupted");
    assert.ok(
      end.findings.some(({ title }) => /time window .* has closed/.test(title)),
      JSON.stringify(end.findings),
    );
    assert.ok(end.targets.every(({ partial }) => partial));
    const rest = await zfsr(
      ...["resume", "beta:backup/timetable-slow", "--window", "always", "--limit", "50M", "--json"],
    );
    assert.equal(rest.code, 0, rest.stdout + rest.stderr);
    assert.ok(endOf(rest.events).bytesSent < 24 * 2 ** 20, `${endOf(rest.events).bytesSent} bytes`);
    assert.deepEqual(
      await snapshotsOf("beta", "backup/timetable-slow"),
      await snapshotsOf("alpha", "tank/timetable-slow"),
    );
  });
});

async function clear(): Promise<void> {
  await on("beta", `rm -f ${told}`);
  for (const name of ["timetable", "timetable-slow", "timetable-refused"]) await removeData("beta", `backup/${name}`);
  for (const name of ["timetable", "timetable-slow"]) await removeData("alpha", `tank/${name}`);
}
