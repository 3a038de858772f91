/** Datasets that were renamed on the source: recognised by guid, alone and with all below them. */
import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { runOnModel } from "../../../support/model/runOnModel";

describe("a parent that was renamed", () => {
  const pair = new ModelPair();
  const { source, target } = pair;
  const plan = (): Plan => pair.plan({ recursive: true });

  it("is suggested to be renamed there, too, once for all that is below it; nothing is sent a second time", () => {
    for (const name of ["", "/p", "/p/c", "/p/c/d"]) source.create(`${root}${name}`);
    source.snapshot(root, "a", true);
    pair.run(plan());
    source.rename(`${root}/p`, `${root}/q`);
    source.snapshot(root, "b", true);
    const made = plan();
    assert.deepEqual(
      made.steps.map(({ dataset }) => dataset),
      ["tank/demo"],
    );
    const suggested = made.warnings.flatMap(({ nextStep }) => /zfsr rename .*/.exec(nextStep) ?? []);
    // it is no orphan: nobody is told that it stays until somebody destroys it
    assert.ok(!made.warnings.some(({ id }) => id === "orphans"));
    assert.deepEqual(suggested, ["zfsr rename beta:backup/demo/p backup/demo/q"]);
  });

  it("goes on once it is", () => {
    target.rename(`${copy}/p`, `${copy}/q`);
    const made = plan();
    assert.deepEqual(made.warnings, []);
    runOnModel(made, pair.hosts);
    for (const name of ["", "/q", "/q/c", "/q/c/d"])
      assert.equal(target.newestGuid(`${copy}${name}`), source.newestGuid(`${root}${name}`));
  });
});
