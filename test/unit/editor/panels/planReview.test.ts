import assert from "node:assert/strict";
import { Emitter } from "../../../../src/core/base/emitter";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { Plan } from "../../../../src/core/plan/plan";
import type { Destroyed } from "../../../../src/core/plan/step";
import { pairRequest } from "../../../../src/core/replication/pairRequest";
import { type RunId, runFiles } from "../../../../src/core/runs/runDirectory";
import { emptyRunState, type RunState } from "../../../../src/core/runs/runState";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { PlanReview, type PlanReviewServices } from "../../../../src/editor/panels/planReview/planReview";
import type { ReplicationSubject, ReviewSubject } from "../../../../src/editor/plans/review";
import type { Transfer } from "../../../../src/editor/runs/transfers";
import { deferred } from "../../../support/deferred";

const dataset = "backup/demo" as DatasetName;
const subject: ReplicationSubject = {
  kind: "replication",
  request: pairRequest({ host: "alpha", dataset: "tank/demo" as DatasetName }, { host: "beta", dataset }, {}),
  snapshot: false,
};

/** A plan of one step. */
function plan(title: string, ...destroys: Destroyed[]): Plan {
  const words = { argv: ["zfs", "destroy", title], needs: [], reason: "it was asked for" };
  return {
    version: 1,
    title,
    steps: [{ ...words, id: "1", kind: "destroy", host: "beta", dataset, destroys }],
    goals: [],
    warnings: [],
  };
}

function transfer(
  id: string,
  state: Partial<RunState> = {},
  ended: Promise<Transfer> = new Promise(() => undefined),
): Transfer {
  const files = runFiles("/runs", id as RunId);
  return { files, state: { ...emptyRunState(id), ...state }, events: [], own: true, ended };
}

/** A review over services that note what they were asked for. */
function reviewed(more: Partial<PlanReviewServices> = {}, what: ReviewSubject = subject, kept?: Plan) {
  const calls: string[] = [];
  const changed = new Emitter<Transfer>();
  const note = (word: string) => calls.push(word);
  const services: PlanReviewServices = {
    plan: () => Promise.resolve(plan("a plan")),
    isProduction: () => false,
    agreed: () => (note("agreed"), Promise.resolve(true)),
    start: (_, { title }) => (note(`start ${title}`), Promise.resolve(transfer("r1"))),
    resume: ({ files }) => (note(`resume ${files.id}`), Promise.resolve(transfer("r2"))),
    cancel: ({ files }) => (note(`cancel ${files.id}`), Promise.resolve(true)),
    onDidChange: changed.listen,
    usualRate: () => Promise.resolve(undefined),
    saveAsJob: () => (note("saveAsJob"), Promise.resolve("Saved.")),
    copyCommand: () => Promise.resolve("zfsr replicate"),
    showScript: () => Promise.resolve(undefined),
    showLog: () => Promise.resolve(undefined),
    showTransfer: () => undefined,
    remember: () => undefined,
    ...more,
  };
  return { review: new PlanReview("id", what, services, kept), calls, changed };
}

describe("a plan review", () => {
  it("runs the plan that was shown, once it was agreed to", async () => {
    const { review, calls } = reviewed();
    await review.begin();
    assert.equal(review.state.can.run, true);
    await review.act({ type: "run", revision: review.state.revision });
    assert.deepEqual(calls, ["agreed", "start a plan"]);
    assert.equal((await review.started)?.files.id, "r1");
    assert.equal(review.state.phase, "running");
  });

  it("runs nothing without consent, for another plan than the page shows, or while it plans", async () => {
    const { review, calls } = reviewed({ agreed: () => Promise.resolve(false) });
    await review.act({ type: "run", revision: 0 });
    await review.begin();
    await review.act({ type: "run", revision: review.state.revision + 1 });
    await review.act({ type: "run", revision: review.state.revision });
    assert.deepEqual(calls, []);
    assert.equal(review.state.phase, "ready");
  });

  it("runs nothing when the plan has changed while it was asked for consent", async () => {
    const agreed = deferred<boolean>();
    const { review, calls } = reviewed({ agreed: () => agreed.promise });
    await review.begin();
    const running = review.act({ type: "run", revision: review.state.revision });
    await review.act({ type: "change", options: { ...optionsOf(review), recursive: true } });
    agreed.resolve(true);
    await running;
    assert.deepEqual(calls, []);
  });

  it("plans again with the options of the page, and gives up the plan before", async () => {
    const seen: string[] = [];
    const first = deferred<Plan>();
    const { review } = reviewed({
      plan: (what, signal) => {
        const { recursive = false } = what.kind === "replication" ? what.request : {};
        seen.push(recursive ? "all" : "one");
        signal.addEventListener("abort", () => seen.push("aborted"));
        return recursive ? Promise.resolve(plan("all")) : first.promise;
      },
    });
    const beginning = review.begin();
    await review.act({ type: "change", options: { ...optionsOf(review), recursive: true } });
    first.resolve(plan("one"));
    await beginning;
    assert.deepEqual(seen, ["one", "aborted", "all"]);
    assert.equal(review.state.title, "all");
  });

  it("tells why a plan could not be made, and can try again", async () => {
    let fails = true;
    const error = new ZfsrError({ reason: "host-unreachable", object: "beta", because: "no route", nextStep: "wait" });
    const { review } = reviewed({ plan: () => (fails ? Promise.reject(error) : Promise.resolve(plan("again"))) });
    await review.begin();
    assert.equal(review.state.phase, "failed");
    assert.match(review.state.message?.text ?? "", /beta: no route/);
    assert.deepEqual([review.state.can.run, review.state.can.dryRun], [false, true]);
    fails = false;
    await review.act({ type: "dryRun" });
    assert.equal(review.state.can.run, true);
  });

  it("says in a dry run whether the plan is still the same", async () => {
    let title = "a";
    const { review, calls } = reviewed({ plan: () => Promise.resolve(plan(title)) });
    await review.begin();
    await review.act({ type: "dryRun" });
    assert.match(review.state.message?.text ?? "", /The plan is the same; nothing was changed/);
    title = "b";
    await review.act({ type: "dryRun" });
    assert.match(review.state.message?.text ?? "", /The plan is another one by now/);
    assert.deepEqual(calls, []);
  });

  it("follows its run to the end, cancels it, and resumes what was interrupted", async () => {
    const ended = deferred<Transfer>();
    const { review, calls, changed } = reviewed({ start: () => Promise.resolve(transfer("r1", {}, ended.promise)) });
    await review.begin();
    await review.act({ type: "run", revision: review.state.revision });
    changed.fire(transfer("other", { bytesOf: new Map([["1", 99]]) }));
    changed.fire(transfer("r1", { steps: new Map([["1", "running"]]) }));
    assert.equal(review.state.steps[0]?.state, "running");
    await review.act({ type: "cancel" });
    ended.resolve(transfer("r1", { outcome: "interrupted", request: subject.request, title: "a plan" }));
    await new Promise(setImmediate);
    assert.equal(review.state.phase, "ended");
    assert.match(review.state.message?.text ?? "", /interrupted/);
    await review.act({ type: "resume" });
    assert.deepEqual(calls, ["agreed", "cancel r1", "resume r1"]);
  });

  it("shows a plan of the window before, and does not run it", async () => {
    const made: ReviewSubject = { kind: "plan", make: () => Promise.reject(new Error("must not be asked for")) };
    const { review, calls } = reviewed({}, made, plan("of before"));
    await review.begin();
    assert.equal(review.state.title, "of before");
    assert.match(review.state.message?.text ?? "", /made before the window was reloaded/);
    await review.act({ type: "run", revision: review.state.revision });
    await review.act({ type: "dryRun" });
    assert.deepEqual(calls, []);
  });

  it("names what is destroyed and the consent for it, with control characters made visible", async () => {
    const lost: Destroyed = { host: "beta", kind: "dataset", name: "backup/\u001b[2Jdemo", bytes: undefined };
    const { review } = reviewed({
      plan: () => Promise.resolve(plan("destroys", lost)),
      isProduction: (host) => host === "beta",
    });
    await review.begin();
    assert.deepEqual(review.state.destroys, ["beta:backup/\\u{1b}[2Jdemo (dataset)"]);
    assert.equal(review.state.consent, "the name of the production host beta, typed");
  });

  it("tells the one who asked for it that it was left", async () => {
    const { review } = reviewed();
    await review.begin();
    review.dispose();
    assert.equal(await review.started, undefined);
  });
});

function optionsOf(review: PlanReview): NonNullable<PlanReview["state"]["options"]> {
  const { options } = review.state;
  assert.ok(options);
  return options;
}
