import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pairRequest } from "../../../../src/core/replication/pairRequest";
import { JournalWriter } from "../../../../src/core/runs/journal";
import { pastRuns } from "../../../../src/core/runs/pastRuns";
import { newRunId, runFiles } from "../../../../src/core/runs/runDirectory";
import { datasetName } from "../../../../src/core/zfs/names";

describe("the last runs of a job", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zfsr-past-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const pair = pairRequest(
    { host: "alpha", dataset: datasetName("tank/a") },
    { host: "beta", dataset: datasetName("backup/a") },
    { recursive: false },
  );
  /** The journal of a run that began and ended at that moment. */
  function ran(time: number): string {
    const files = runFiles(folder, newRunId(time));
    const journal = new JournalWriter(files);
    const at = new Date(time).toISOString();
    journal.write({ type: "run-started", run: files.id, title: "a run", pid: 1, request: pair, at });
    journal.write({ type: "run-ended", outcome: "done", bytesSent: 0, findings: [], targets: [], at });
    journal.close();
    return files.id;
  }

  it("are none of a time when the clock was ahead: they would be the last ones for as long as that was", async () => {
    const now = Date.now();
    ran(now + 5 * 365 * 86_400_000);
    const before = ran(now - 60_000);
    const found = (await pastRuns(folder, [pair.job])).get(pair.job);
    assert.deepEqual([found?.last?.id, found?.lastDone?.id], [before, before]);
  });
});
