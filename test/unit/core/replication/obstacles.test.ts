/** What is left for a person, and what is said of it. */
import assert from "node:assert/strict";
import { datasetName } from "../../../../src/core/zfs/names";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { onlyWarning, transfersOf } from "../../../support/model/planned";

describe("left for a person is", () => {
  let pair: ModelPair;

  beforeEach(() => {
    pair = new ModelPair();
    pair.source.create(root);
  });

  it("a target with snapshots of its own after the common one", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.target.snapshot(copy, "x");
    pair.target.snapshot(copy, "y");
    pair.snapshots("b");
    assert.match(
      onlyWarning(pair.plan()),
      /it has 2 snapshots that the source does not have \(@x, @y\), newer than the common @a.*zfsr rollback beta:backup\/demo@a/,
    );
  });

  it("a target that was written to", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.target.dataset(copy).written = 4096;
    pair.snapshots("b");
    assert.match(onlyWarning(pair.plan()), /4\.00 KiB were written to it after @a.*zfs diff backup\/demo@a/);
  });

  it("a target that exists without snapshots", () => {
    pair.snapshots("a");
    pair.target.create(copy);
    assert.match(onlyWarning(pair.plan()), /has no snapshot to go on from/);
  });

  it("a target with another snapshot of a name that is to come", () => {
    pair.snapshots("daily", "a");
    pair.run(pair.plan());
    pair.source.destroySnapshot(root, "daily");
    pair.snapshots("daily");
    assert.match(onlyWarning(pair.plan()), /it has another snapshot that is named @daily, too/);
  });

  it("a source without snapshots, and one that does not exist", () => {
    assert.match(
      onlyWarning(pair.plan()),
      /its source tank\/demo has no snapshot.*zfsr snapshot alpha:tank\/demo@NAME/,
    );
    const missing = datasetName("tank/nope");
    assert.match(
      onlyWarning(pair.plan({ source: { host: "alpha", dataset: missing, snapshot: undefined } })),
      /alpha:tank\/nope: it does not exist/,
    );
  });

  it("a pool that is not there, and a parent that is missing or a volume", () => {
    pair.snapshots("a");
    const to = (name: string): string =>
      onlyWarning(pair.plan({ target: { host: "beta", dataset: datasetName(name) } }));
    assert.match(to("other/demo"), /its pool is not imported/);
    assert.match(to("backup/x/y"), /its parent backup\/x does not exist.*zfs create -o canmount=off backup\/x/);
    pair.target.create("backup/vol", "volume");
    assert.match(to("backup/vol/y"), /backup\/vol above it is a volume/);
  });

  it("a place within its own source", () => {
    pair.snapshots("a");
    const inside = datasetName("tank/demo/copy");
    assert.match(
      onlyWarning(pair.plan({ target: { host: "alpha", dataset: inside }, recursive: true })),
      /lies within its own source/,
    );
    assert.match(onlyWarning(pair.plan({ target: { host: "alpha", dataset: root } })), /lies within its own source/);
    assert.equal(
      transfersOf(pair.plan({ target: { host: "alpha", dataset: inside } })).length,
      1,
      "not recursive, it does no harm",
    );
  });
});
