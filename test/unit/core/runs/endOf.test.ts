import assert from "node:assert/strict";
import type { Plan, Warning } from "../../../../src/core/plan/plan";
import { endOf } from "../../../../src/core/runs/endOf";

function outcomeWith(...warnings: Partial<Warning>[]): string {
  const plan: Plan = {
    version: 1,
    title: "a to b",
    steps: [],
    goals: [],
    warnings: warnings.map((part) => ({ object: "b", message: "m", nextStep: "n", level: "person", ...part })),
  };
  return endOf(plan, { bytesSent: 0, findings: [] }, [], new AbortController().signal).outcome;
}

describe("endOf", () => {
  it("is failed where nothing could be begun, and not done with something left", () => {
    assert.equal(outcomeWith({ stops: true }), "failed");
  });

  it("leaves a target that has gone its own way to a person", () => {
    assert.equal(outcomeWith({}), "attention");
    assert.equal(outcomeWith({ level: "note" }), "done");
  });
});
