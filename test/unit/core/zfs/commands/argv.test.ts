import assert from "node:assert/strict";
import { estimateSend } from "../../../../../src/core/zfs/commands/estimateSend";
import { getProperties } from "../../../../../src/core/zfs/commands/getProperties";
import { listDatasets } from "../../../../../src/core/zfs/commands/listDatasets";
import { listPools } from "../../../../../src/core/zfs/commands/listPools";
import { listSnapshots } from "../../../../../src/core/zfs/commands/listSnapshots";
import { datasetName, snapshotName } from "../../../../../src/core/zfs/names";

const tank = datasetName("tank");

describe("the words of commands", () => {
  it("ask for exact numbers, without headers, and never through a shell", () => {
    for (const command of [
      listPools(),
      listDatasets(tank),
      listSnapshots(tank, { recursive: true }),
      getProperties(tank, ["guid"]),
    ]) {
      assert.ok(command.argv.includes("-Hp"), command.argv.join(" "));
    }
  });

  it("list a tree, one dataset, or all pools", () => {
    assert.deepEqual(listDatasets(tank).argv.slice(-1), ["tank"]);
    assert.ok(listDatasets(tank).argv.includes("-r"));
    assert.deepEqual(listDatasets(tank, { depth: 0 }).argv.slice(3, 5), ["-d", "0"]);
    assert.ok(!listDatasets().argv.includes("tank"));
    assert.deepEqual(listSnapshots(tank, { recursive: false }).argv.slice(3, 5), ["-d", "1"]);
    assert.equal(listSnapshots(tank, { recursive: true }).argv.join(" ").includes("-s createtxg"), true);
  });

  it("estimate the very stream that will be sent", () => {
    const argv = ["zfs", "send", "-L", "-e", "-c", "-I", "@a", "tank@b"];
    assert.deepEqual(estimateSend(argv, snapshotName("tank", "b")).argv, [
      "zfs",
      "send",
      "-nvP",
      "-L",
      "-e",
      "-c",
      "-I",
      "@a",
      "tank@b",
    ]);
  });
});
