import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../../../src/core/base/log";
import { planSnapshot } from "../../../../src/core/replication/planSnapshot";
import { recordRun } from "../../../../src/core/runs/recordRun";
import { newRunId, runFiles } from "../../../../src/core/runs/runDirectory";
import { emptyRunState, type RunState } from "../../../../src/core/runs/runState";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { suggestedTarget, targetFault } from "../../../../src/editor/commands/dataset/targetName";
import { outcomeText } from "../../../../src/editor/runs/outcomeText";
import { nodeEnvironment } from "../../../../src/editor/runs/nodeEnvironment";
import { progressText } from "../../../../src/editor/runs/progressText";
import { pairRequest } from "../../../../src/core/replication/pairRequest";
import { touchedBy } from "../../../../src/editor/runs/touched";
import { Transfers } from "../../../../src/editor/runs/transfers";
import { replicateWords, resumeWords, retryWords } from "../../../../src/editor/runs/words";
import { deferred } from "../../../support/deferred";
import { dataset, pool } from "../fakes";

const source = { host: "alpha", dataset: "tank/demo" as DatasetName };
const target = { host: "beta", dataset: "backup/demo" as DatasetName };
const reach = { sshConfigFile: "/lab/ssh_config", connector: "auto" };

describe("the words that start a run", () => {
  it("say what the user chose, detached, and how hosts are reached", () => {
    const request = pairRequest({ ...source, snapshot: "monday" }, target, { recursive: true });
    assert.deepEqual(
      replicateWords(request, true, reach).join(" "),
      "replicate alpha:tank/demo@monday beta:backup/demo --recursive --snapshot --detach --json --connector auto --ssh-config /lab/ssh_config",
    );
  });

  it("leave out what is not wanted", () => {
    const request = pairRequest(source, target, { recursive: false });
    assert.deepEqual(
      replicateWords(request, false, { ...reach, sshConfigFile: undefined }).join(" "),
      "replicate alpha:tank/demo beta:backup/demo --detach --json --connector auto",
    );
    assert.match(
      resumeWords("beta:backup/demo", "alpha:tank/demo", reach).join(" "),
      /^resume beta:backup\/demo --from alpha:tank\/demo /,
    );
  });

  it("run again by the journal, and resume by it, so that nothing that was asked for is lost", () => {
    const run = newRunId(0);
    assert.equal(
      retryWords(run, reach).join(" "),
      `retry ${run} --detach --json --connector auto --ssh-config /lab/ssh_config`,
    );
    assert.match(resumeWords("beta:backup/demo", undefined, reach).join(" "), /^resume beta:backup\/demo --detach /);
  });

  it("do not hand the editor's own environment on", () => {
    const env = nodeEnvironment({ PATH: "/bin", VSCODE_PID: "1", ELECTRON_NO_ASAR: "1", NODE_OPTIONS: "--x" });
    assert.deepEqual(env, { PATH: "/bin", ELECTRON_RUN_AS_NODE: "1" });
  });
});

describe("the place of a copy", () => {
  const contents = {
    pools: [pool("backup")],
    datasets: new Map(["backup", "backup/a"].map((name) => [name as DatasetName, dataset(name)])),
    ...{ version: undefined, facts: undefined, at: 0 },
  };
  const there = { host: "beta", state: { kind: "ready", contents } as const };

  it("is suggested in the first pool of the target", () => {
    assert.equal(suggestedTarget(source, there.state), "backup/demo");
  });

  it("is told to be wrong before anything is planned", () => {
    assert.equal(targetFault("backup/a/new", source, there), undefined);
    assert.match(targetFault("backup/none/new", source, there) ?? "", /parent backup\/none does not exist on beta/);
    assert.match(targetFault("vault/x", source, there) ?? "", /beta has no pool vault; it has backup/);
    assert.match(targetFault("backup/x*", source, there) ?? "", /'\*' is not allowed/);
    assert.match(targetFault("tank/demo/in", source, { ...there, host: "alpha" }) ?? "", /lies within the source/);
  });
});

describe("what is said of a run", () => {
  const state: RunState = { ...emptyRunState("r"), title: "alpha:a to beta:b" };

  it("has the reason, and what is kept", () => {
    const place = "beta:b";
    const targets = [{ place, newest: undefined, verified: false, partial: true }];
    const finding = { object: place, title: `${place}: it was cancelled`, cause: "it was cancelled" };
    const findings = [
      { ...finding, id: "cancelled", category: "resume", severity: "warning", remedies: [], text: "" },
    ] as const;
    assert.equal(
      outcomeText({ ...state, outcome: "interrupted", targets, findings }),
      "alpha:a to beta:b: interrupted. beta:b: it was cancelled. What was received is kept in beta:b: resume it to go on.",
    );
  });

  it("tells a process that has gone without a word", () => {
    assert.match(outcomeText(state), /ended without saying how/);
  });

  it("tells what is being done before the first byte", () => {
    assert.equal(progressText(state), "looking at both sides");
  });

  it("tells what is to be looked at again, and nothing else", () => {
    const plan = planSnapshot({ ...source, name: "x", recursive: true });
    assert.deepEqual(touchedBy({ ...state, plans: [plan] }), [
      { host: "alpha", snapshots: new Set(["tank/demo"]), datasets: false },
    ]);
  });
});

describe("the runs that are followed", () => {
  const folder = mkdtempSync(join(tmpdir(), "zfsr-"));
  after(() => rmSync(folder, { recursive: true }));

  it("are found again while they live, are heard to their end, and can be cancelled", async () => {
    const files = runFiles(folder, newRunId(Date.now()));
    const cancelled = deferred<undefined>();
    const cancel = new AbortController();
    cancel.signal.addEventListener("abort", () => cancelled.resolve(undefined));
    const started = deferred<undefined>();
    const run = recordRun(
      files,
      "a to b",
      undefined,
      () => started.resolve(undefined),
      cancel,
      async () => {
        await cancelled.promise;
        return { outcome: "interrupted", bytesSent: 0, findings: [], targets: [] };
      },
    );
    await started.promise;
    const transfers = new Transfers(folder, silentLog);
    await transfers.recover();
    const [found] = transfers.running;
    assert.equal(found?.files.id, files.id);
    assert.equal(found.own, false);
    assert.equal(await transfers.cancel(found), true);
    assert.equal((await found.ended).state.outcome, "interrupted");
    assert.deepEqual(transfers.running, []);
    await run;
    transfers.dispose();
  });
});
