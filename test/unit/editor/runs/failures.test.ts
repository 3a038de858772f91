import assert from "node:assert/strict";
import type { Finding } from "../../../../src/core/diagnosis/finding";
import { emptyRunState, type RunState } from "../../../../src/core/runs/runState";
import { FailuresTogether } from "../../../../src/editor/runs/failuresTogether";
import { severalFailed } from "../../../../src/editor/runs/outcomeText";
import { poll } from "../../../support/lab/poll";

const finding: Finding = {
  ...{ id: "dataset-full", category: "space", severity: "error", object: "beta:backup" },
  ...{ title: "backup is full", cause: "no room is left", remedies: [], text: "" },
};

function failed(title: string): RunState {
  return { ...emptyRunState(title), title, outcome: "failed", findings: [finding] };
}

describe("runs that fail", () => {
  it("at about the same time are told of together, and later ones by themselves", async () => {
    const told: string[][] = [];
    const failures = new FailuresTogether<string>(20, (first, others) => told.push([first, ...others]));
    for (const name of ["a", "b", "c"]) failures.add(name);
    await poll("the first to be told", 5000, 5, () => Promise.resolve(told.length === 1 ? true : undefined));
    failures.add("d");
    await poll("the other to be told", 5000, 5, () => Promise.resolve(told.length === 2 ? true : undefined));
    assert.deepEqual(told, [["a", "b", "c"], ["d"]]);
  });

  it("are named in one message, the first of many, with the cause", () => {
    assert.equal(
      severalFailed(["one", "two", "three", "four", "five"].map(failed)),
      "5 runs failed: one, two, three and 2 more. The first: backup is full.",
    );
  });
});
