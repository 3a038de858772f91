import assert from "node:assert/strict";
import { leftBehind, placeForSample, planReceive } from "../../../../src/core/measure/planReceive";
import { destroyedBy } from "../../../../src/core/plan/plan";
import { datasetName } from "../../../../src/core/zfs/names";

describe("the plan of measuring a receive", () => {
  const backup = datasetName("backup");

  it("destroys the dataset that it makes and no other", () => {
    const plan = planReceive("beta", backup, [], "0a1b2c3d", 4096);
    assert.deepEqual(destroyedBy(plan), [
      { host: "beta", kind: "dataset", name: "backup/zfsr-measure-0a1b2c3d", bytes: 4096 },
    ]);
    assert.deepEqual(plan.receive.argv, ["zfs", "receive", "-u", "backup/zfsr-measure-0a1b2c3d"]);
  });

  it("destroys nothing by what it is called: what an earlier measurement left is named with the command", () => {
    const names = [
      "backup",
      "backup/zfsr-measure-0a1b2c3d",
      "backup/zfsr-measure-mine",
      "backup/zfsr-measure-0a1b2c3d4",
      "backup/zfsr-measure-0a1b2c3d/x",
      "backup/demo",
    ].map(datasetName);
    const left = leftBehind(names, backup);
    assert.deepEqual(left, ["backup/zfsr-measure-0a1b2c3d"]);
    const plan = planReceive("beta", backup, left, "ffffffff", 1);
    assert.deepEqual(
      plan.steps.map(({ argv }) => argv.slice(1)),
      [["receive", "-u", "backup/zfsr-measure-ffffffff"]],
    );
    assert.deepEqual(
      plan.warnings.map(({ object, nextStep }) => [object, nextStep.slice(nextStep.indexOf("zfsr "))]),
      [["beta:backup/zfsr-measure-0a1b2c3d", "zfsr destroy -r beta:backup/zfsr-measure-0a1b2c3d"]],
    );
  });

  it("stands beside the target, in the pool itself where the target is a pool", () => {
    assert.equal(placeForSample(datasetName("backup/a/b")), "backup/a");
    assert.equal(placeForSample(datasetName("backup")), "backup");
  });
});
