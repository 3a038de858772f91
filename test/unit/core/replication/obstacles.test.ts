/** What is left for a person, and what is said of it. */
import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { planReplication } from "../../../../src/core/replication/planReplication";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import { datasetName, type Guid } from "../../../../src/core/zfs/names";
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

  it("a place that its own source lies within, whatever is asked for", () => {
    pair.source.create("tank/demo/x");
    pair.snapshots("a");
    pair.source.dataset(root).written = 4096;
    for (const onDiverged of ["stop", "rollback", "rename"] as const)
      for (const recursive of [true, false])
        assert.match(
          onlyWarning(
            pair.plan({
              source: { host: "alpha", dataset: datasetName("tank/demo/x"), snapshot: undefined },
              target: { host: "alpha", dataset: root },
              ...{ onDiverged, recursive },
            }),
          ),
          /^alpha:tank\/demo: its own source tank\/demo\/x lies within it/,
        );
  });

  it("the source itself under another name of its host, and a place within it", () => {
    pair.source.create("tank/demo/x");
    pair.snapshots("a", "b");
    pair.source.dataset(root).written = 4096;
    const plan = (from: string, to: string, pool = "1"): Plan => {
      const request: ReplicationRequest = {
        ...{ ...defaultRequest, job: "job", recursive: true, onDiverged: "rollback" },
        source: { host: "alpha", dataset: datasetName(from), snapshot: undefined },
        target: { host: "sudo+alpha-ops", dataset: datasetName(to) },
      };
      const target = pair.source.observe(request.target.dataset, true);
      return planReplication(request, {
        source: pair.source.observe(request.source.dataset, true),
        target: {
          ...{ ...target, host: request.target.host },
          ...(target.pool && { pool: { ...target.pool, guid: pool as Guid } }),
        },
        tokens: new Map(),
      });
    };
    assert.match(
      onlyWarning(plan("tank/demo", "tank/demo")),
      /lies within its own source tank\/demo: alpha and sudo\+alpha-ops show one and the same pool/,
    );
    assert.match(onlyWarning(plan("tank/demo", "tank/demo/copy")), /lies within its own source tank\/demo: alpha/);
    assert.match(onlyWarning(plan("tank/demo/x", "tank/demo")), /its own source tank\/demo\/x lies within it: alpha/);
    // a place beside the source, and one on another pool of the same name, are places like any other
    assert.doesNotMatch(JSON.stringify(plan("tank/demo", "tank/beside").warnings), /within/);
    assert.doesNotMatch(JSON.stringify(plan("tank/demo", "tank/demo", "2").warnings), /within/);
  });
});
