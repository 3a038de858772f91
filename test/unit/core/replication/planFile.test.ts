/** Plans that are kept in a file: what was written is what is read, and nothing else is taken for a plan. */
import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { Plan } from "../../../../src/core/plan/plan";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import { type KeptPlan, readPlanFile, writePlanFile } from "../../../../src/core/replication/planFile";
import { defaultRequest } from "../../../../src/core/replication/request";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { transfersOf } from "../../../support/model/planned";

describe("a file of plans", () => {
  function kept(): KeptPlan & { readonly plan: Plan } {
    const pair = new ModelPair();
    pair.source.create(root);
    pair.snapshots("a", "b");
    const request = {
      ...{ ...defaultRequest, job: "job", transfer: defaultTransfer },
      source: { host: "alpha", dataset: root, snapshot: undefined },
      target: { host: "beta", dataset: copy },
      keep: { source: { last: 1 }, target: undefined, match: [] },
    };
    return { job: undefined, request, plan: pair.plan(request) };
  }
  const written = (plans: readonly object[]): string =>
    JSON.stringify({ kind: "zfsr-plan", version: 1, madeAt: "2026-11-23T00:00:00Z", plans });

  it("is read as it was written", () => {
    const one = kept();
    assert.ok(one.plan.steps.length > 2);
    const read = readPlanFile(writePlanFile([one], "2026-11-23T00:00:00Z"), "p.json");
    assert.deepEqual(read, JSON.parse(JSON.stringify([one])));
  });

  it("has the defaults for what it does not say of streams", () => {
    const { request, plan } = kept();
    const old = { ...request, send: { raw: "auto", intermediates: true }, receive: { set: {}, inherit: [] } };
    const [read] = readPlanFile(written([{ request: old, plan }]), "p.json");
    assert.deepEqual(read?.request.send, request.send);
    assert.deepEqual(read.request.receive, request.receive);
  });

  it("is none where a stream goes nowhere, and where it is no JSON", () => {
    const { request, plan } = kept();
    const steps = transfersOf(plan).map((step) => ({ ...step, target: undefined }));
    for (const text of [written([{ request, plan: { ...plan, steps } }]), written([]), "{"])
      assert.throws(
        () => readPlanFile(text, "p.json"),
        (error) => ZfsrError.is(error, "usage"),
        text,
      );
  });
});
