/** What a run takes away is what was agreed to: whatever comes while a person is asked, and between its attempts. */
import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { Plan } from "../../../../src/core/plan/plan";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import { replicateWithRetries } from "../../../../src/core/runs/attempts";
import type { RunEventBody } from "../../../../src/core/runs/events";
import type { RunEnd } from "../../../../src/core/runs/recordRun";
import { wholeRun } from "../../../../src/core/runs/wholeRun";
import { planFor } from "../../../../src/core/runs/replicate";
import { newRunId } from "../../../../src/core/runs/runDirectory";
import { datasetName } from "../../../../src/core/zfs/names";
import { Replica } from "../../../support/fakes/replica";

const request: ReplicationRequest = {
  ...defaultRequest,
  ...{ job: "job", hold: false, onDiverged: "rollback" },
  source: { host: "alpha", dataset: datasetName("tank/root"), snapshot: undefined },
  target: { host: "beta", dataset: datasetName("backup/root") },
  transfer: { ...defaultTransfer, transport: "relay", retries: { limit: 3, first: 1, most: 1 } },
};

describe("what a run takes away", function () {
  this.timeout(60_000);
  let source: Replica;
  let target: Replica;
  let events: RunEventBody[];

  beforeEach(() => {
    source = new Replica("alpha", "tank/root", { guid: 5 });
    target = new Replica("beta", "backup/root", { guid: 6 });
    events = [];
    source.take("a", "b");
    target.take("a");
  });
  afterEach(() => {
    for (const { fakes } of [source, target]) fakes.dispose();
  });

  /** The same host without a snapshot. */
  const anew = ({ fakes }: Replica): Replica => {
    fakes.dispose();
    return new Replica("beta", "backup/root", { guid: 6 });
  };
  const host = (id: string) => (id === "beta" ? target.host : source.host);
  const run = (
    options: {
      readonly approved?: Plan;
      readonly before?: () => Promise<void>;
      readonly agree?: () => boolean | Promise<boolean>;
    } = {},
    change: Partial<ReplicationRequest> = {},
  ): Promise<RunEnd> =>
    replicateWithRetries(
      { ...request, ...change },
      {
        ...{ run: newRunId(0), host, snapshot: undefined, approved: options.approved },
        ...(options.before ? { before: options.before } : {}),
        agree: () => Promise.resolve().then(() => options.agree?.() ?? false),
      },
      (event) => events.push(event),
      new AbortController().signal,
    );
  const attempts = (): number => events.filter(({ type }) => type === "attempt").length;
  const warnings = (): string =>
    events
      .flatMap((event) => (event.type === "planned" ? event.plan.warnings.map(({ message }) => message) : []))
      .join();

  it("in a later attempt is what the approved plan took, though more would go by now", async () => {
    const approved = await planFor(request, host);
    assert.deepEqual(
      approved.steps.flatMap(({ destroys }) => destroys),
      [],
    );
    target.breakOnce("precious");
    const end = await run({ approved });
    assert.deepEqual([target.isWhole, attempts()], [true, 1]);
    assert.deepEqual([target.changes(), target.shorts, end.outcome], [[], "a precious", "attention"]);
    assert.match(warnings(), /beta:backup\/root@precious \(0 B\) would be destroyed, too, and that was not agreed to/);
  });

  it("in an attempt after one that came to no step is the approved plan, or nothing", async () => {
    const approved = await planFor(request, host);
    let tries = 0;
    const before = (): Promise<void> => {
      tries += 1;
      if (tries > 1) return Promise.resolve();
      target.take("precious");
      return Promise.reject(
        new ZfsrError({
          reason: "connection-lost",
          object: "beta",
          because: "the connection was lost",
          nextStep: "run it again",
        }),
      );
    };
    await assert.rejects(run({ approved, before }), { reason: "plan-outdated" });
    assert.equal(attempts(), 1);
  });

  it("runs no hook of a plan's file that is not run as it was approved", async () => {
    const approved = { ...(await planFor(request, host)), steps: [] };
    const after = [{ host: "alpha", argv: ["touched", "by-nobody"] }] as const;
    const id = newRunId(0);
    const asked = { ...request, hooks: { before: [], after } };
    const options = { ...{ run: id, host, snapshot: undefined, approved }, agree: () => Promise.resolve(true) };
    const end = await wholeRun(asked, id, options, (event) => events.push(event), new AbortController().signal);
    assert.deepEqual(
      end.findings.map((finding) => finding.id),
      ["plan-outdated"],
    );
    assert.deepEqual(
      events.flatMap((event) => (event.type === "step-started" ? [event.step] : [])),
      [],
    );
  });

  it("in a later attempt is what was agreed to at the first, where no plan was approved", async () => {
    target.breakOnce("precious");
    const end = await run();
    assert.deepEqual([target.changes(), target.shorts, end.outcome], [[], "a precious", "attention"]);
    assert.equal(attempts(), 1);
  });

  it("in a later attempt is what the job file consents to, too", async () => {
    target.breakOnce("precious");
    const end = await run({}, { consent: ["rollback"] });
    assert.deepEqual(
      [target.changes(), target.shorts, end.outcome],
      [["zfs destroy backup/root@precious", "zfs rollback backup/root@a"], "a b", "done"],
    );
  });

  it("is done in a later attempt where it was agreed to, and nobody is asked twice", async () => {
    target.take("mine");
    const approved = await planFor(request, host);
    target.breakOnce("mine");
    let asked = 0;
    const end = await run({ approved, agree: () => (asked += 1) > 0 });
    assert.deepEqual([asked, attempts(), target.shorts, end.outcome], [1, 1, "a b", "done"]);
    assert.equal(target.changes().length, 4);
  });

  for (const [what, asked] of [
    ["while a person was asked", true],
    ["between the look and the rollback", false],
  ] as const) {
    it(`is refused as a whole where more came ${what}`, async () => {
      target.take("local");
      const agree = (): boolean => {
        target.take("precious");
        return asked;
      };
      await assert.rejects(run({ agree }), {
        reason: "consent-missing",
        message: /beta:backup\/root@precious \(0 B\) would be destroyed, too/,
      });
      assert.deepEqual([target.changes(), target.shorts], [[], "a local precious"]);
    });
  }

  it("is never what came after the last look: zfs refuses, it is told, and the next run finishes what is agreed to", async () => {
    target.take("local");
    target.takeJustBeforeRollback("precious");
    const end = await run({ agree: () => true });
    assert.deepEqual([target.shorts, end.outcome, attempts()], ["a precious", "failed", 0]);
    const told = end.findings
      .map(({ cause, remedies }) => `${cause} ${remedies.map(({ title }) => title).join()}`)
      .join();
    assert.match(told, /newer snapshots.*of what was agreed to, backup\/root@local is destroyed already/);
    assert.match(told, /zfsr ls beta:backup\/root -t all.*run it again/);
    // with the snapshots between gone, all since the base was written since
    target.written(4096);
    const asked: string[] = [];
    const next = await run({
      agree: () =>
        asked.push(
          ...(events.findLast(({ type }) => type === "planned") as { plan: Plan }).plan.steps.flatMap(({ destroys }) =>
            destroys.map(({ name }) => name),
          ),
        ) > 0,
    });
    assert.deepEqual([asked, target.shorts, next.outcome], [["backup/root@precious", "backup/root"], "a b", "done"]);
  });

  it("is refused where much was written while a person was asked", async () => {
    target.written(4096);
    const agree = (): boolean => {
      target.written(2 << 20);
      return true;
    };
    await assert.rejects(run({ agree }), { message: /what was written to beta:backup\/root \(2\.00 MiB\) would be/ });
    assert.deepEqual(target.changes(), []);
  });

  it("goes with its streams where only its clean-up would take more by now: that more stays, and is told", async () => {
    target = anew(target);
    target.takeHeld("A", "mine");
    target.take("a");
    const agree = async (): Promise<boolean> => {
      await target.host.exec(["zfs", "release", "mine", "backup/root@A"]);
      return true;
    };
    const end = await run({ agree }, { keep: { source: undefined, target: { last: 1 }, match: [] } });
    assert.deepEqual([end.outcome, target.shorts], ["done", "A b"]);
    assert.match(warnings(), /beta:backup\/root@A \(0 B\) would be destroyed, too, and that was not agreed to/);
  });

  it("goes when nothing came, and what came on the source is for the next run", async () => {
    target.take("local");
    const agree = (): boolean => {
      source.take("c");
      return true;
    };
    const end = await run({ agree });
    assert.deepEqual([end.outcome, target.shorts], ["done", "a b"]);
    assert.deepEqual(target.changes(), ["zfs destroy backup/root@local", "zfs rollback backup/root@a"]);
    assert.equal(events.filter(({ type }) => type === "planned").length, 1);
  });

  it("costs no second look where nothing is", async () => {
    await run({ agree: () => true });
    const looks = target.fakes.calls().filter((words) => words.join(" ").includes("snapshot,bookmark"));
    assert.deepEqual([target.shorts, looks.length], ["a b", 2]);
  });
});
