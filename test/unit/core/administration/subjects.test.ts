import assert from "node:assert/strict";
import { subjectsOf } from "../../../../src/core/administration/subjects";
import { at, x } from "../../../support/model/administration";

describe("a request", () => {
  it("is looked at below only where it goes below, and with holds only where these count", () => {
    const destroy = {
      verb: "destroy-snapshots",
      host: "a",
      dataset: x,
      names: "a",
      recursive: true,
      defer: false,
    } as const;
    assert.deepEqual(subjectsOf(destroy).trees, [{ dataset: x, recursive: true }]);
    assert.equal(subjectsOf(destroy).holds, true);
    assert.deepEqual(subjectsOf({ verb: "mount", host: "a", dataset: x }).trees, []);
    const rollback = { verb: "rollback", host: "a", snapshot: at("a"), recursive: false } as const;
    assert.equal(subjectsOf({ ...rollback, clones: false }).clones, undefined);
    assert.equal(subjectsOf({ ...rollback, clones: true }).clones, "dependents");
  });
});
