import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JournalWriter } from "../../../../src/core/runs/journal";
import { readEnds } from "../../../../src/core/runs/readEnds";
import { newRunId, runFiles } from "../../../../src/core/runs/runDirectory";

describe("a run by the ends of its journal", () => {
  const folder = mkdtempSync(join(tmpdir(), "zfsr-"));
  after(() => rmSync(folder, { recursive: true }));
  const at = "2026-11-23T00:00:00.000Z";
  const message = "x".repeat(200_000);

  function written(end: boolean) {
    const files = runFiles(folder, newRunId(Date.now()));
    const journal = new JournalWriter(files);
    journal.write({ type: "run-started", run: files.id, title: "a to b", pid: 1, at });
    // longer than what is read at once
    journal.write({ type: "log", level: "info", message, at });
    const targets = [{ place: "beta:b", newest: undefined, verified: false, partial: true }];
    if (end) journal.write({ type: "run-ended", outcome: "interrupted", bytesSent: 5, findings: [], targets, at });
    journal.close();
    return files;
  }

  it("tells what it was and how it ended", async () => {
    const state = await readEnds(written(true));
    assert.deepEqual(
      [state?.title, state?.outcome, state?.bytesSent, state?.targets[0]?.partial],
      ["a to b", "interrupted", 5, true],
    );
  });

  it("tells no end where there is none, nor of half a line", async () => {
    const files = written(false);
    assert.equal((await readEnds(files))?.outcome, undefined);
    appendFileSync(files.journal, '{"type":"run-ended","outco');
    const state = await readEnds(files);
    assert.deepEqual([state?.title, state?.outcome, state?.endedAt], ["a to b", undefined, undefined]);
  });

  it("tells nothing where there is no journal", async () => {
    assert.equal(await readEnds(runFiles(folder, newRunId(0))), undefined);
  });
});
