import assert from "node:assert/strict";
import type { RunEvent } from "../../../../src/core/runs/events";
import { hostsOfRun } from "../../../../src/core/runs/hostsOfRun";
import { commandStep, transferStep } from "../../../support/model/steps";

const at = "2026-01-01T00:00:00.000Z";
const steps = [commandStep("1"), transferStep()];

describe("the hosts of a run", () => {
  it("are those of its plan, source and target, each once", () => {
    const plan = { version: 1, title: "t", steps, goals: [], warnings: [] } as const;
    const planned: RunEvent = { type: "planned", plan, bytes: 5, at };
    assert.deepEqual(hostsOfRun([planned, planned]), ["alpha", "beta"]);
  });

  it("are none before there is a plan", () => {
    assert.deepEqual(hostsOfRun([]), []);
  });
});
