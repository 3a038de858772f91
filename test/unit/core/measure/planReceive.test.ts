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

  it("takes away what an earlier measurement left, and nothing that is only called alike", () => {
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
    assert.deepEqual(
      planReceive("beta", backup, left, "ffffffff", 1).steps.map(({ argv }) => argv.slice(1)),
      [
        ["destroy", "-r", "backup/zfsr-measure-0a1b2c3d"],
        ["receive", "-u", "backup/zfsr-measure-ffffffff"],
      ],
    );
  });

  it("stands beside the target, in the pool itself where the target is a pool", () => {
    assert.equal(placeForSample(datasetName("backup/a/b")), "backup/a");
    assert.equal(placeForSample(datasetName("backup")), "backup");
  });
});
