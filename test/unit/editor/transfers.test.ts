import assert from "node:assert/strict";
import { pairRequest } from "../../../src/core/replication/pairRequest";
import { newRunId, runFiles } from "../../../src/core/runs/runDirectory";
import { emptyRunState, type RunState } from "../../../src/core/runs/runState";
import type { TransferStep } from "../../../src/core/plan/step";
import type { DatasetName } from "../../../src/core/zfs/names";
import { describeRun, describeStream, describeTarget, runTooltip } from "../../../src/editor/transfers/describeRun";
import { runChildren } from "../../../src/editor/transfers/runChildren";
import { statusShown } from "../../../src/editor/runs/statusShown";

const source = { host: "alpha", dataset: "tank/a" as DatasetName };
const target = { host: "beta", dataset: "backup/a" as DatasetName };
const request = pairRequest(source, target, { recursive: true });
const at = (minutes: number): string => new Date(minutes * 60_000).toISOString();
const base: RunState = { ...emptyRunState("r"), title: "alpha:tank/a to beta:backup/a", startedAt: at(0), request };

function step(i: number): TransferStep {
  return {
    ...{ id: `s${i}`, kind: "send", ...source, argv: [], destroys: [], needs: [], reason: "it is newer" },
    target: { ...target, dataset: `backup/a/${i}` as DatasetName, argv: [] },
    ...{ from: undefined, to: `tank/a/${i}@x` as never, expected: { name: "x" as never, guid: "1" as never } },
    ...{ raw: false, bytes: 2 ** 20 },
  };
}

describe("rows of transfers", () => {
  it("tell how far a run is", () => {
    const plan = { version: 1, title: "", steps: [step(1)], goals: [], warnings: [] } as const;
    const progress = { step: "s1", bytes: 2 ** 19, total: 2 ** 20, rate: 2 ** 18, eta: 2000 };
    const rates = new Map([["s1", 2 ** 18]]);
    const state = { ...base, plans: [plan], progress, rates, bytesOf: new Map([["s1", 2 ** 19]]) };
    const row = describeRun({ state, running: true }, 0);
    assert.equal(row.description, "50 %, 512 KiB of 1.00 MiB, 256 KiB/s, 0:02 left");
    assert.deepEqual([row.context, row.icon.id], ["zfs.run;running;replication", "sync~spin"]);
  });

  it("tell how it ended, what is kept, and when", () => {
    const kept = [{ place: "beta:backup/a", newest: undefined, verified: false, partial: true }];
    const ended = { ...base, endedAt: at(5), bytesSent: 2 ** 20, targets: kept };
    const now = 65 * 60_000;
    const row = describeRun({ state: { ...ended, outcome: "interrupted" }, running: false }, now);
    assert.equal(row.description, "interrupted, what was received is kept, 1.00 MiB, 1 h ago");
    assert.equal(row.context, "zfs.run;interrupted;replication;kept");
    const gone = describeRun({ state: { ...base, endedAt: at(0) }, running: false }, now);
    assert.equal(gone.description, "ended without saying how, 1 h ago");
    assert.equal(gone.context, "zfs.run;gone;replication");
    const rows = new Map(runTooltip({ state: { ...ended, outcome: "done" }, running: false }).rows);
    assert.deepEqual([rows.get("Took"), rows.get("Sent"), rows.get("Rate")], ["5:00", "1.00 MiB", "3.41 KiB/s"]);
  });

  it("show a control character of a title, and do not obey it", () => {
    assert.equal(describeRun({ state: { ...base, title: "a\u202eb" }, running: true }, 0).label, "a\\u{202e}b");
  });

  it("tell a stream's snapshot, its size and what became of it", () => {
    const files = runFiles("/x", newRunId(0));
    const node = { kind: "stream", id: "", files, step: step(3) } as const;
    const running = { ...base, steps: new Map([["s3", "running" as const]]), bytesOf: new Map([["s3", 2 ** 19]]) };
    assert.equal(describeStream(node, running).description, "running, 512 KiB of 1.00 MiB");
    assert.deepEqual(
      [describeStream(node, base).label, describeStream(node, base).description],
      ["backup/a/3@x", "waiting, 1.00 MiB"],
    );
  });

  it("have one item of the status bar for them: what runs, else what has failed, else none", () => {
    const [running, failed] = [
      { ...base, title: "alpha to beta" },
      { ...base, title: "alpha to gamma", outcome: "failed" as const },
    ];
    assert.deepEqual(statusShown([running], [failed]), {
      ...{ icon: "$(sync~spin)", text: "1 transfer", tooltip: "alpha to beta", failed: false },
    });
    assert.deepEqual(statusShown([], [failed, failed]), {
      ...{ icon: "$(error)", text: "2 replications failed", tooltip: "alpha to gamma\nalpha to gamma", failed: true },
    });
    assert.equal(statusShown([], []), undefined);
  });

  it("tell what a target has", () => {
    const files = runFiles("/x", newRunId(0));
    const newest = { name: "backup/a@x" as never, guid: "1" as never };
    const state = { place: "beta:backup/a", newest, verified: true, partial: false };
    assert.equal(describeTarget({ kind: "target", id: "", files, target: state }).description, "verified, @x");
  });

  it("put what is under way and what has failed first, and count those that are not shown", () => {
    const files = runFiles("/x", newRunId(0));
    const steps = Array.from({ length: 250 }, (_, i) => step(i));
    const plan = { version: 1, title: "", steps, goals: [], warnings: [] } as const;
    const outcomes: RunState["steps"] = new Map();
    for (const { id } of steps) outcomes.set(id, "done");
    outcomes.set("s200", "running").set("s150", "failed");
    const nodes = runChildren(files, { ...base, plans: [plan], steps: outcomes });
    assert.equal(nodes.length, 101);
    assert.deepEqual(
      nodes.slice(0, 2).map((node) => node.kind === "stream" && node.step.id),
      ["s200", "s150"],
    );
    const last = nodes.at(-1);
    assert.equal(last?.kind === "more" && last.count, 150);
  });
});
