/** A tree, dataset by dataset. */
import assert from "node:assert/strict";
import { compareTrees } from "../../../../src/core/replication/compareTrees";
import { ZfsrError } from "../../../../src/core/base/errors";
import { datasetName } from "../../../../src/core/zfs/names";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { streams, transfersOf } from "../../../support/model/planned";

describe("a tree", () => {
  let pair: ModelPair;

  beforeEach(() => {
    pair = new ModelPair();
    pair.source.create(root);
  });

  beforeEach(() => {
    pair.source.create(`${root}/a`);
    pair.source.create(`${root}/a/deep`);
    pair.source.create(`${root}/vol`, "volume");
  });

  it("sends parents before their children, which wait for them", () => {
    pair.snapshots("1");
    const made = pair.plan({ recursive: true });
    assert.deepEqual(
      transfersOf(made).map((step) => step.dataset),
      ["tank/demo", "tank/demo/a", "tank/demo/a/deep", "tank/demo/vol"],
    );
    assert.deepEqual(
      transfersOf(made).map((step) => step.needs),
      [[], ["send:tank/demo@1"], ["send:tank/demo/a@1"], ["send:tank/demo@1"]],
    );
    pair.run(made);
    assert.equal(pair.target.dataset(`${copy}/vol`).type, "volume");
  });

  it("sends a child that came later in full, the others on from where they are", () => {
    pair.snapshots("1");
    pair.run(pair.plan({ recursive: true }));
    pair.source.create(`${root}/new`);
    pair.snapshots("2");
    const made = pair.plan({ recursive: true });
    assert.ok(streams(made).includes("send tank/demo/new@2"));
    assert.ok(streams(made).includes("send -i @1 tank/demo/a@2"));
    pair.run(made);
  });

  it("says which child lacks the snapshot, and sends the others", () => {
    pair.snapshots("1");
    pair.source.create(`${root}/late`);
    const made = pair.plan({ recursive: true });
    assert.deepEqual(
      made.warnings.map(({ object }) => object),
      ["beta:backup/demo/late"],
    );
    assert.equal(made.goals.length, 4);
    pair.run(made);
  });

  it("does not try children whose parent will not be there", () => {
    pair.source.snapshot(`${root}/a/deep`, "1");
    pair.source.snapshot(root, "1");
    const made = pair.plan({ recursive: true });
    assert.deepEqual(streams(made), ["send tank/demo@1"]);
    assert.match(
      made.warnings.find(({ object }) => object === "beta:backup/demo/a/deep")?.message ?? "",
      /its parent does not exist there/,
    );
  });

  it("leaves what is not asked for alone", () => {
    pair.snapshots("1");
    assert.deepEqual(
      transfersOf(pair.plan()).map((step) => step.dataset),
      ["tank/demo"],
    );
  });

  it("leaves one diverged child for a person and brings up the others", () => {
    pair.snapshots("1");
    pair.run(pair.plan({ recursive: true }));
    pair.target.snapshot(`${copy}/a`, "own");
    pair.snapshots("2");
    const made = pair.plan({ recursive: true });
    assert.deepEqual(
      made.warnings.map(({ object }) => object),
      ["beta:backup/demo/a"],
    );
    assert.equal(made.goals.length, 3);
    pair.run(made);
    assert.equal(pair.target.newestGuid(`${copy}/a/deep`), pair.source.newestGuid(`${root}/a/deep`));
  });

  it("is compared by guid afterwards", () => {
    pair.snapshots("1", "2");
    pair.run(pair.plan({ recursive: true }));
    const compare = (): ReturnType<typeof compareTrees> =>
      compareTrees(pair.source.observe(root, true), pair.target.observe(copy, true));
    assert.ok(compare().complete);
    pair.target.create(`${copy}/extra`);
    assert.deepEqual(compare().onlyOnTarget, ["beta:backup/demo/extra"]);
    pair.snapshots("3");
    assert.deepEqual([...new Set(compare().datasets.map(({ state }) => state))], ["behind"]);
    assert.ok(!compare().complete);
    pair.source.create(`${root}/new`);
    assert.equal(compare().datasets.find((row) => row.source.endsWith("/new"))?.state, "missing");
    assert.throws(
      () => compareTrees(pair.source.observe(datasetName("tank/no"), true), pair.target.observe(copy, true)),
      (error) => ZfsrError.is(error, "not-found"),
    );
  });
});
