import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../../../src/core/base/log";
import { planSnapshot } from "../../../../src/core/administration/snapshot";
import { recordRun } from "../../../../src/core/runs/recordRun";
import type { RunOutcome } from "../../../../src/core/runs/events";
import { newRunId, runFiles, type RunId } from "../../../../src/core/runs/runDirectory";
import { emptyRunState, type RunState } from "../../../../src/core/runs/runState";
import type { DatasetName, Guid, SnapshotName } from "../../../../src/core/zfs/names";
import { outcomeText } from "../../../../src/editor/runs/outcomeText";
import { nodeEnvironment } from "../../../../src/editor/runs/nodeEnvironment";
import { progressText } from "../../../../src/editor/runs/progressText";
import { pairRequest } from "../../../../src/core/replication/pairRequest";
import { type PastRun, RunHistory } from "../../../../src/editor/runs/runHistory";
import { failures } from "../../../../src/editor/transfers/unseenFailures";
import type { Plan } from "../../../../src/core/plan/plan";
import { takeBackSteps } from "../../../../src/core/plan/takeBack";
import { PlanRuns } from "../../../../src/editor/runs/planRuns";
import { touchedBy } from "../../../../src/editor/runs/touched";
import { Transfers } from "../../../../src/editor/runs/transfers";
import { replicateWords, resumeWords, retryWords } from "../../../../src/editor/runs/words";
import { deferred } from "../../../support/deferred";
import type { Host } from "../../../../src/core/hosts/host";
import { fakeHost } from "../fakes";

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
    const plan = planSnapshot({
      ...{ verb: "snapshot", host: source.host, datasets: [source.dataset] },
      ...{ name: "x", recursive: true, properties: [] },
    });
    assert.deepEqual(touchedBy({ ...state, plans: [plan] }), [
      { host: "alpha", snapshots: new Set(["tank/demo"]), datasets: false },
    ]);
  });
});

const anyHost = (id: string): Host => fakeHost(id, () => "");

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
      { files, title: "a to b", host: anyHost, hear: () => started.resolve(undefined), cancel },
      async () => {
        await cancelled.promise;
        return { outcome: "interrupted", bytesSent: 0, findings: [], targets: [] };
      },
    );
    await started.promise;
    const transfers = new Transfers(silentLog);
    const history = new RunHistory(folder, transfers, silentLog);
    await history.start();
    const [found] = transfers.running;
    assert.equal(found?.files.id, files.id);
    assert.equal(found.own, false);
    assert.equal(await transfers.cancel(found), true);
    assert.equal((await found.ended).state.outcome, "interrupted");
    assert.deepEqual(transfers.running, []);
    await run;
    assert.deepEqual(
      history.ended.map(({ files: { id }, state }) => [id, state.outcome]),
      [[files.id, "interrupted"]],
    );
    history.dispose();
    transfers.dispose();
  });

  it("have every command in their journal, those of plans that this window runs, too", async () => {
    const transfers = new Transfers(silentLog);
    const alpha = fakeHost("alpha", () => "");
    const plans = new PlanRuns(
      folder,
      () => alpha,
      transfers,
      () => Promise.resolve(undefined),
    );
    const plan = planSnapshot({
      ...{ verb: "snapshot", host: source.host, datasets: [source.dataset] },
      ...{ name: "x", recursive: false, properties: [] },
    });
    const { events } = await plans.run(plan, () => Promise.resolve(plan));
    const commands = events.filter(({ type }) => type === "command");
    assert.ok(alpha.ran.some((words) => words.includes("tank/demo@x")));
    assert.deepEqual(
      commands.map((event) => ("script" in event ? event.script : "argv" in event ? event.argv.join(" ") : "")),
      alpha.ran,
    );
    transfers.dispose();
  });

  it("do nothing of a plan that would take more by the time it runs than a person has seen", async () => {
    const transfers = new Transfers(silentLog);
    const beta = fakeHost("beta", () => "");
    const nobody = (): Promise<undefined> => Promise.resolve(undefined);
    const plans = new PlanRuns(folder, () => beta, transfers, nobody);
    const rollback = (bytes: number): Plan => ({
      ...{ version: 1, title: "roll back", goals: [], warnings: [] },
      steps: takeBackSteps({
        ...{ id: "rollback", host: "beta", to: "tank/x@a" as SnapshotName, newer: [], reason: "back" },
        dataset: {
          name: "tank/x" as DatasetName,
          type: "filesystem",
          guid: "1" as Guid,
          written: bytes,
          mounted: false,
        },
      }),
    });
    const { state } = await plans.run(rollback(4096), () => Promise.resolve(rollback(2 ** 30)));
    assert.equal(state.outcome, "failed");
    assert.deepEqual(beta.ran, []);
    const [finding] = state.findings;
    assert.equal(finding?.id, "consent-missing");
    assert.match(finding.cause, /what was written to beta:tank\/x \(1\.00? GiB\) would be destroyed, too/);
    await plans.run(rollback(4096), () => Promise.resolve(rollback(4096)));
    assert.match(beta.ran.join("\n"), /zfs rollback tank\/x@a/);
    transfers.dispose();
  });

  it("are heard of when they begin elsewhere, and those of before are known by their ends", async () => {
    const before = await recorded("before", "failed");
    const transfers = new Transfers(silentLog);
    const history = new RunHistory(folder, transfers, silentLog);
    await history.start();
    const known = history.get(before) ?? assert.fail("it is not known");
    assert.deepEqual([known.state.title, known.state.outcome], ["before", "failed"]);
    const heard = deferred<string>();
    transfers.onDidEnd(({ files, own }) => heard.resolve(`${files.id} ${own}`));
    const after = await recorded("after", "done");
    assert.equal(await heard.promise, `${after} false`);
    assert.equal(history.get(after)?.state.outcome, "done");
    history.dispose();
    transfers.dispose();
  });

  it("are told as the user's own when this window has started them, whoever has heard of them first", async () => {
    const files = runFiles(folder, newRunId(Date.now()));
    const go = deferred<undefined>();
    const started = deferred<undefined>();
    const run = recordRun(
      { files, title: "x", host: anyHost, hear: () => started.resolve(undefined), cancel: new AbortController() },
      async () => {
        await go.promise;
        return { outcome: "done", bytesSent: 0, findings: [], targets: [] };
      },
    );
    await started.promise;
    const transfers = new Transfers(silentLog);
    transfers.follow(files, false);
    const mine = transfers.follow(files, true);
    go.resolve(undefined);
    assert.equal((await mine.ended).own, true);
    await run;
    transfers.dispose();
  });

  it("count as failed and not looked at only while no later run has brought the target up", () => {
    const past = (id: string, target: string, outcome: RunOutcome | undefined): PastRun => {
      const request = pairRequest(source, { host: "beta", dataset: target as DatasetName }, { recursive: false });
      return { files: runFiles(folder, id as RunId), state: { ...emptyRunState(id), request, outcome } };
    };
    const ended = [past("4", "a", "done"), past("3", "b", undefined), past("2", "a", "failed"), past("1", "b", "done")];
    assert.deepEqual(
      failures(ended).map(({ files }) => files.id),
      ["3"],
    );
  });

  /** A run that begins and ends. */
  async function recorded(title: string, outcome: RunOutcome): Promise<RunId> {
    const files = runFiles(folder, newRunId(Date.now()));
    const end = { outcome, bytesSent: 7, findings: [], targets: [] };
    const run = { files, title, host: anyHost, hear: () => undefined, cancel: new AbortController() };
    await recordRun(run, () => Promise.resolve(end));
    return files.id;
  }
});
