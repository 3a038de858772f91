/** One `send -R` stream: when it fits, and what else of the plan goes by it. */
import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { isTransfer } from "../../../../src/core/plan/step";
import { defaultReceive, defaultSend, type ReplicationRequest } from "../../../../src/core/replication/request";
import { datasetName } from "../../../../src/core/zfs/names";
import { ModelPair, root } from "../../../support/model/pair";
import { runOnModel } from "../../../support/model/runOnModel";
import type { ModelHost } from "../../../support/model/zfs";

describe("one stream of a tree", () => {
  let pair: ModelPair;
  let source: ModelHost;
  let target: ModelHost;

  beforeEach(() => {
    pair = new ModelPair();
    ({ source, target } = pair);
    for (const name of [root, `${root}/a`, `${root}/b`]) source.create(name);
    source.snapshot(root, "1", true);
  });

  const plan = (change: Partial<ReplicationRequest> = {}): Plan =>
    pair.plan({ ...{ recursive: true, hold: true, send: { ...defaultSend, replicate: true } }, ...change });
  const run = (made: Plan): string[] => [...runOnModel(made, pair.hosts).values()].map(({ message }) => message);
  const whole = (made: Plan): boolean => made.steps.filter(isTransfer).every(({ argv }) => argv.includes("-R"));
  const because = (made: Plan): string => {
    assert.ok(!whole(made));
    return made.warnings.find(({ id }) => id === "not-whole")?.message.replace(/^.*of its own: /, "") ?? "";
  };

  it("makes a new target, and goes on with it", () => {
    const first = plan();
    assert.ok(whole(first));
    assert.deepEqual(run(first), []);
    source.snapshot(root, "2", true);
    source.snapshot(root, "3", true);
    const second = plan();
    assert.equal(second.steps.filter(isTransfer).length, 1);
    assert.deepEqual(run(second), []);
    for (const { dataset, newest } of second.goals) assert.equal(target.newestGuid(dataset), newest.guid);
    assert.deepEqual(plan().steps, []);
  });

  it("keeps the holds of all that is below until it has arrived, and what they keep", () => {
    run(plan());
    source.snapshot(root, "2", true);
    const made = plan({ keep: { source: { last: 1 }, target: undefined, match: ["*"] } });
    const [stream] = made.steps.filter(isTransfer);
    assert.ok(stream);
    const releases = made.steps.filter(({ kind }) => kind === "release");
    const destroys = made.steps.filter(({ kind }) => kind === "destroy");
    assert.deepEqual([releases.length, destroys.length], [3, 3]);
    assert.ok(releases.every(({ needs }) => needs.includes(stream.id)));
    for (const { needs, dataset } of destroys)
      assert.ok(needs.includes(releases.find((step) => step.dataset === dataset)?.id ?? ""));
    assert.ok(stream.needs.includes("hold"));
  });

  describe("that fails", () => {
    const keep = { source: { last: 1 }, target: undefined, match: ["*"] };
    /** What the source still has, after a run whose stream has broken and which went on with what does not need it. */
    const left = (made: Plan): string[] => {
      assert.ok(whole(made));
      assert.ok(made.steps.some(({ kind }) => kind === "destroy"));
      const both = new Map([["alpha", source], ["beta", target]]); // prettier-ignore
      assert.equal(runOnModel(made, both, { transfer: 0, snapshot: 0, alone: true }).size, 1);
      return [root, `${root}/a`, `${root}/b`].map((name) =>
        source
          .dataset(name)
          .snapshots.map(({ short }) => short)
          .join(" "),
      );
    };

    it("leaves all that was not sent, also where the newest have got bookmarks before", () => {
      source.snapshot(root, "2", true);
      assert.deepEqual(left(plan({ bookmark: true, keep })), ["1 2", "1 2", "1 2"]);
    });

    it("leaves all that was not sent, also where a dataset is made on the target that is called like a child", () => {
      source.snapshot(root, "2", true);
      target.create("tank");
      const made = plan({
        target: { host: "beta", dataset: datasetName(`${root}/a/copy`) },
        receive: { ...defaultReceive, createParents: true },
        keep,
      });
      assert.ok(made.steps.some(({ id }) => id === `create:${root}/a`));
      assert.deepEqual(left(made), ["1 2", "1 2", "1 2"]);
    });
  });

  it("makes the datasets above, where that was asked for", () => {
    const made = plan({
      target: { host: "beta", dataset: datasetName("backup/x/y/demo") },
      receive: { ...defaultReceive, createParents: true },
    });
    assert.ok(whole(made));
    assert.deepEqual(run(made), []);
    assert.ok(target.datasets.has("backup/x/y/demo/b"));
  });

  it("is not one of a single dataset", () => {
    const made = plan({ recursive: false });
    assert.equal(because(made), "it is asked for without what lies below it");
    assert.deepEqual(run(made), []);
    assert.deepEqual([...target.datasets.keys()], ["backup", "backup/demo"]);
  });

  const reasons: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    "a child has newer snapshots": [
      () => source.snapshot(`${root}/a`, "2"),
      /demo\/a has a newer snapshot \(@2\) than @1/,
    ],
    "a child is encrypted, and the root is not": [
      () => {
        source.create(`${root}/c`, "filesystem", "aes-256-gcm");
        source.snapshot(`${root}/c`, "1");
      },
      /demo\/c is encrypted, and the whole does not go raw/,
    ],
    "a clone's origin does not go along": [
      () => {
        source.create("tank/else");
        source.snapshot("tank/else", "0");
        source.clone("tank/else", "0", `${root}/k`);
        source.snapshot(`${root}/k`, "1");
      },
      /demo\/k is a clone of tank\/else@0, which does not go along/,
    ],
    "a snapshot's name is taken there": [
      () => {
        run(plan());
        target.snapshot("backup/demo/a", "x");
        target.destroySnapshot("backup/demo/a", "x");
        source.snapshot(root, "2", true);
        target.snapshot("backup/demo/b", "2");
      },
      /beta:backup\/demo\/b has gone its own way/,
    ],
    "a child has but a bookmark of its base": [
      () => {
        run(plan());
        source.snapshot(root, "2", true);
        source.bookmark(`${root}/a`, "1", "1");
        assert.ok(source.dataset(`${root}/a`).snapshots[0]?.holds.delete("zfsr:job"));
        assert.ok(source.destroySnapshot(`${root}/a`, "1"));
      },
      /alpha:tank\/demo\/a has a bookmark alone of the snapshot at which beta:backup\/demo\/a stands/,
    ],
  };
  for (const [what, [happens, reason]] of Object.entries(reasons)) {
    it(`does not fit where ${what}: each dataset gets its own`, () => {
      happens();
      const made = plan();
      assert.match(because(made), reason);
      assert.deepEqual(run(made), []);
    });
  }

  it("with properties alone, not raw, is not sent of what is encrypted", () => {
    source.create("tank/secret", "filesystem", "aes-256-gcm");
    source.snapshot("tank/secret", "1");
    const made = plan({
      source: { host: "alpha", dataset: datasetName("tank/secret"), snapshot: undefined },
      send: { ...defaultSend, raw: false, properties: true },
    });
    assert.deepEqual(made.steps, []);
    assert.match(made.warnings[0]?.message ?? "", /zfs sends no properties of it unless it goes raw/);
  });
});

describe("a stream of a single dataset that fails", () => {
  it("leaves all that was not sent, also where a dataset is made later on the target that is called like it", () => {
    const pair = new ModelPair("tank");
    const { source } = pair;
    const away = "tank/x/demo/demo/a";
    for (const name of ["tank/x", "tank/x/demo", "tank/x/demo/a", "tank/x/demo/demo", away, `${away}/c`])
      source.create(name);
    for (const short of ["1", "2"]) source.snapshot("tank/x/demo", short, true);
    const plan = pair.plan({
      recursive: true,
      source: { host: "alpha", dataset: datasetName("tank/x/demo"), snapshot: undefined },
      target: { host: "beta", dataset: datasetName("tank/x") },
      send: { ...defaultSend, intermediates: false },
      select: {
        include: ["tank/x/demo", "tank/x/demo/a", "tank/x/demo/demo", `${away}/c`],
        exclude: [],
        snapshots: [],
      },
      keep: { source: { last: 1 }, target: undefined, match: ["*"] },
    });
    assert.ok(plan.steps.some(({ id }) => id === "create:tank/x/demo/a"));
    const failures = runOnModel(plan, pair.hosts, { transfer: 1, snapshot: 0, alone: true });
    assert.deepEqual([...failures.keys()], ["send:tank/x/demo/a@2"]);
    const left = (name: string): number => source.dataset(name).snapshots.length;
    assert.deepEqual(["tank/x/demo/a", "tank/x/demo/demo"].map(left), [2, 1]);
  });
});
