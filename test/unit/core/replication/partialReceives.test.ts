/** Streams that broke off: gone on from, given up, or left for a person. */
import assert from "node:assert/strict";
import { destroyedBy } from "../../../../src/core/plan/plan";
import { planAbort } from "../../../../src/core/administration/abort";
import { planReplication } from "../../../../src/core/replication/planReplication";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import { datasetName } from "../../../../src/core/zfs/names";
import { observationOf } from "../../../support/model/observation";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { onlyWarning, transfersOf } from "../../../support/model/planned";
import { runOnModel } from "../../../support/model/runOnModel";

describe("what was partially received", () => {
  let pair: ModelPair;

  beforeEach(() => {
    pair = new ModelPair();
    pair.source.create(root);
  });

  const interrupt = (transfer: number, snapshot = 0): void => {
    runOnModel(pair.plan(), pair.hosts, { transfer, snapshot });
    assert.equal(pair.target.tokens().size, 1);
  };

  it("resumes it first, then sends what follows", () => {
    pair.snapshots("a", "b", "c");
    interrupt(0);
    const made = pair.plan();
    const [resume, next] = transfersOf(made);
    assert.equal(resume?.kind, "resume");
    assert.deepEqual(resume.argv.slice(0, 3), ["zfs", "send", "-t"]);
    assert.deepEqual(resume.target.argv, ["zfs", "receive", "-s", "-u", "backup/demo"]);
    assert.equal(resume.bytes, 1 << 20);
    assert.deepEqual(next?.argv.slice(-3), ["-I", "@a", "tank/demo@c"]);
    assert.deepEqual(next.needs, [resume.id]);
    pair.run(made);
  });

  it("resumes in the middle of a chain, from the snapshot that was on its way", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.snapshots("b", "c", "d");
    interrupt(0, 1);
    assert.deepEqual(
      transfersOf(pair.plan()).map((step) => [step.kind, step.to]),
      [
        ["resume", "tank/demo@c"],
        ["send", "tank/demo@d"],
      ],
    );
    pair.run(pair.plan());
  });

  it("names what to give up where the snapshot is gone from the source", () => {
    pair.snapshots("a", "b");
    interrupt(0);
    pair.source.destroySnapshot(root, "a");
    assert.match(
      onlyWarning(pair.plan()),
      /backup\/demo: a partial receive is saved there \(1\.00 MiB\), of a, which is gone from the source\. give it up: zfsr abort beta:backup\/demo/,
    );
  });

  it("does not go on where another snapshot has taken the name", () => {
    pair.snapshots("a");
    interrupt(0);
    pair.source.destroySnapshot(root, "a");
    pair.snapshots("a");
    assert.match(onlyWarning(pair.plan()), /gone from the source/);
  });

  it("does not go on where the dataset was renamed: the token finds the snapshot by its name", () => {
    pair.snapshots("a");
    interrupt(0);
    pair.source.rename(root, "tank/other");
    const other = datasetName("tank/other");
    assert.match(
      onlyWarning(pair.plan({ source: { host: "alpha", dataset: other, snapshot: undefined } })),
      /of tank\/demo@a, which is called tank\/other@a now.* name it back, then run again: zfsr rename alpha:tank\/other tank\/demo;/,
    );
  });

  it("tells how to name a snapshot back that was only renamed", () => {
    pair.snapshots("a");
    interrupt(0);
    const [snapshot] = pair.source.dataset(root).snapshots;
    assert.ok(snapshot);
    Object.assign(snapshot, { short: "new name" });
    assert.match(
      onlyWarning(pair.plan()),
      /of tank\/demo@a, which is called tank\/demo@new name now.* zfsr rename 'alpha:tank\/demo@new name' @a; or give up what is saved: zfsr abort beta:/,
    );
    Object.assign(snapshot, { short: "a" });
    pair.run(pair.plan());
  });

  it("does not go on where the base of the increment is gone", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.snapshots("b");
    interrupt(0);
    pair.source.destroySnapshot(root, "a");
    assert.match(onlyWarning(pair.plan()), /whose base is gone from the source/);
    pair.source.dataset(root).bookmarks.push({ short: "a", guid: BigInt(pair.target.newestGuid(copy) ?? ""), txg: 1 });
    assert.equal(transfersOf(pair.plan())[0]?.kind, "resume");
  });

  it("does not go on where its token cannot be read", () => {
    pair.snapshots("a");
    interrupt(0);
    const request: ReplicationRequest = {
      ...{ ...defaultRequest, job: "job" },
      source: { host: "alpha", dataset: root, snapshot: undefined },
      target: { host: "beta", dataset: copy },
    };
    const made = planReplication(request, {
      source: pair.source.observe(root, false),
      target: pair.target.observe(copy, false),
      tokens: new Map(),
    });
    assert.match(onlyWarning(made), /token does not tell/);
  });

  it("gives it up only by a plan of its own, which names what is lost", () => {
    pair.snapshots("a");
    interrupt(0);
    const observation = observationOf(pair.target.observe(copy, false), { token: pair.target.tokens().get(copy) });
    const made = planAbort({ verb: "abort", host: "beta", dataset: copy }, observation);
    assert.deepEqual(destroyedBy(made), [
      { host: "beta", kind: "partial-receive", name: "backup/demo", bytes: 1 << 20 },
    ]);
    assert.deepEqual(made.steps[0]?.argv, ["zfs", "receive", "-A", "backup/demo"]);
    pair.run(made);
    assert.equal(pair.target.tokens().size, 0);
  });

  it("has nothing to give up where nothing was saved", () => {
    const observation = observationOf(pair.source.observe(root, false));
    const made = planAbort({ verb: "abort", host: "alpha", dataset: root }, observation);
    assert.deepEqual(made.steps, []);
    assert.equal(made.warnings[0]?.level, "note");
  });
});
