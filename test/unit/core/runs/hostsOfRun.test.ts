import assert from "node:assert/strict";
import type { RunEvent } from "../../../../src/core/runs/events";
import { hostsOfRun } from "../../../../src/core/runs/hostsOfRun";
import { datasetName } from "../../../../src/core/zfs/names";

const at = "2026-01-01T00:00:00.000Z";
const steps = [
  {
    id: "1",
    kind: "hold",
    host: "alpha",
    dataset: datasetName("tank/a"),
    argv: [],
    destroys: [],
    needs: [],
    reason: "",
  },
  {
    id: "2",
    kind: "send",
    host: "alpha",
    to: datasetName("tank/a"),
    target: { host: "beta", dataset: datasetName("b/a") },
  },
];

describe("the hosts of a run", () => {
  it("are those of its plan, source and target, each once", () => {
    const planned = { type: "planned", plan: { version: 1, title: "t", steps, goals: [], warnings: [] }, bytes: 5, at };
    assert.deepEqual(hostsOfRun([planned as unknown as RunEvent, planned as unknown as RunEvent]), ["alpha", "beta"]);
  });

  it("are none before there is a plan", () => {
    assert.deepEqual(hostsOfRun([]), []);
  });
});
