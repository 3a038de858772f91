import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listenForControl } from "../../../../src/core/runs/control";
import { keptRuns, pruneDaily, pruneRuns } from "../../../../src/core/runs/pruneRuns";
import { listRuns, runFiles, type RunId } from "../../../../src/core/runs/runDirectory";

const day = 86_400_000;
const now = Date.parse("2026-11-27T12:00:00Z");
const keep = { count: 100, age: 30 * day };

describe("old journals", () => {
  let runs: string;
  let made = 0;
  beforeEach(() => (runs = mkdtempSync(join(tmpdir(), "zfsr-prune-"))));
  afterEach(() => rmSync(runs, { recursive: true }));

  /** A run of a job that began so many days ago. @param outcome null: it has not ended */
  function ran(days: number, job: string, outcome: string | null = "done"): RunId {
    const at = new Date(now - days * day).toISOString();
    made += 1;
    const id = `${at.replace(/[-:]|\.\d+/g, "")}-${made.toString(16).padStart(6, "0")}` as RunId;
    const request = { job, target: { host: "beta", dataset: "backup/a" } };
    const start = { type: "run-started", at, run: id, title: "t", pid: 1, request };
    const end = { type: "run-ended", at, outcome, bytesSent: 0, findings: [], targets: [] };
    mkdirSync(join(runs, id));
    const events = outcome === null ? [start] : [start, end];
    writeFileSync(join(runs, id, "events.jsonl"), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    return id;
  }

  const left = async (): Promise<string[]> => (await listRuns(runs)).map(({ id }) => id).sort();

  it("go when they are too old or too many, but never the last of a job, nor its last that was done", async () => {
    const lastDone = ran(90, "a", "done");
    const old = ran(80, "a", "failed");
    const lastFailed = ran(70, "a", "failed");
    const alone = ran(200, "b", "failed");
    assert.deepEqual(await pruneRuns(runs, keep, now), [old]);
    assert.deepEqual(await left(), [lastDone, lastFailed, alone].sort());
    const newer = [ran(3, "c"), ran(2, "c"), ran(1, "c")];
    assert.deepEqual(await pruneRuns(runs, { ...keep, count: 1 }, now), [newer[1], newer[0]]);
  });

  it("of a run under way stay", async () => {
    const id = ran(60, "a", null);
    ran(1, "a");
    const control = await listenForControl(runFiles(runs, id), () => undefined);
    assert.deepEqual(await pruneRuns(runs, keep, now), []);
    control.dispose();
    assert.deepEqual(await pruneRuns(runs, keep, now), [id]);
  });

  it("that were set aside when pruning was interrupted go with the next time, and are no runs meanwhile", async () => {
    mkdirSync(join(runs, ".pruned-20260101T000000Z-000000-abcdef"));
    assert.deepEqual(await left(), []);
    await pruneRuns(runs, keep, now);
    assert.deepEqual(readdirSync(runs), []);
  });

  it("are looked for once a day by runs, and what is kept can be said", async () => {
    assert.deepEqual(keptRuns({}), { count: 5000, age: 90 * day });
    assert.deepEqual(keptRuns({ ZFSR_KEEP_RUNS: "10", ZFSR_KEEP_DAYS: "7" }), { count: 10, age: 7 * day });
    assert.deepEqual(keptRuns({ ZFSR_KEEP_RUNS: "-1", ZFSR_KEEP_DAYS: "soon" }), { count: 5000, age: 90 * day });
    assert.deepEqual(await pruneDaily(join(runs, "not", "there"), keep, now), []);
    await pruneDaily(runs, keep, now);
    const id = ran(60, "a");
    ran(1, "a");
    assert.deepEqual(await pruneDaily(runs, keep, now + day / 2), []);
    assert.ok(existsSync(join(runs, id)));
    assert.deepEqual(await pruneDaily(runs, keep, now + day), [id]);
  });
});
