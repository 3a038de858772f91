/** What is kept and what is let go, over runs that follow each other and beside other targets. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { KeepRules } from "../../../../src/core/jobs/job";
import { comparePlans } from "../../../../src/core/plan/comparePlans";
import { phasesOf } from "../../../../src/core/replication/arrival";
import { asBefore } from "../../../../src/core/replication/earlier";
import type { Observed } from "../../../../src/core/replication/observed";
import { planReplication } from "../../../../src/core/replication/planReplication";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import { expired } from "../../../../src/core/replication/retention";
import type { Plan } from "../../../../src/core/plan/plan";
import type { Snapshot } from "../../../../src/core/zfs/model";
import { datasetName, type Guid, snapshotName } from "../../../../src/core/zfs/names";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { runOnModel } from "../../../support/model/runOnModel";
import { ModelHost } from "../../../support/model/zfs";

const shorts = (host: ModelHost, dataset: string): string[] =>
  host.dataset(dataset).snapshots.map(({ short }) => short);
const keeping = (source: KeepRules | undefined, target: KeepRules | undefined): ReplicationRequest["keep"] => ({
  source,
  target,
  match: [],
});

describe("retention, run after run", () => {
  let pair: ModelPair;

  beforeEach(() => {
    pair = new ModelPair();
    pair.source.create(root);
  });

  it("keeps the newest on the target, though the source keeps all that was let go of there", () => {
    const keep = keeping(undefined, { last: 3 });
    pair.snapshots("s1", "s2", "s3", "s4", "s5", "s6");
    pair.run(pair.plan({ keep }));
    for (const [next, kept] of [
      ["s7", ["s5", "s6", "s7"]],
      ["s8", ["s6", "s7", "s8"]],
      ["s9", ["s7", "s8", "s9"]],
    ] as const) {
      pair.snapshots(next);
      pair.run(pair.plan({ keep }));
      assert.deepEqual(shorts(pair.target, copy), kept);
    }
  });

  it("never leaves less on the target than its rule keeps of what was there and what came (300 histories)", () => {
    const last = fc.integer({ min: 1, max: 6 });
    const history = fc.record({
      source: fc.option(last, { nil: undefined }),
      target: last,
      taken: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(history, ({ source, target, taken }) => {
        const world = new ModelPair();
        world.source.create(root);
        world.snapshots("first");
        const keep = keeping(source === undefined ? undefined : { last: source }, { last: target });
        taken.forEach((count, run) => {
          for (let i = 0; i < count; i += 1) world.snapshots(`s${run}-${i}`);
          const before = world.target.datasets.has(copy) ? shorts(world.target, copy) : [];
          const there = new Set(before);
          const newest = before.at(-1);
          const all = shorts(world.source, root);
          const coming = newest === undefined ? all : all.slice(all.indexOf(newest) + 1);
          world.run(world.plan({ keep, hold: true }));
          const kept = [...before, ...coming.filter((short) => !there.has(short))].slice(-target);
          const left = shorts(world.target, copy);
          assert.deepEqual(left.slice(-kept.length), kept, `run ${run}: ${left.join(" ")}`);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("what a target has lost of what was sent to it", () => {
  const request: ReplicationRequest = {
    ...{ ...defaultRequest, job: "job" },
    source: { host: "alpha", dataset: root, snapshot: undefined },
    target: { host: "beta", dataset: copy },
  };
  for (const marks of ["hold", "bookmark"] as const) {
    let pair: ModelPair;
    const how = { hold: marks === "hold", bookmark: marks === "bookmark" };
    const lacks = (made: Plan): string =>
      made.warnings.flatMap(({ id, message, nextStep }) => (id === "lacking" ? [message, nextStep] : [])).join(" ");
    /** s3 goes before it is read back, so that the run lets go of nothing. */
    const loses = (keep: ReplicationRequest["keep"]): void => {
      pair = new ModelPair();
      pair.source.create(root);
      pair.snapshots("s1");
      pair.run(pair.plan({ ...how, keep }));
      pair.snapshots("s2", "s3", "s4");
      const made = pair.plan({ ...how, keep });
      pair.run({ ...made, steps: phasesOf(made).before });
      pair.target.destroySnapshot(copy, "s3");
    };

    it(`stays on the source in later runs, which tell of it, until somebody lets go of it (${marks})`, () => {
      const keep = keeping({ last: 1 }, undefined);
      loses(keep);
      for (const next of ["s5", "s6"]) {
        pair.snapshots(next);
        const made = pair.plan({ ...how, keep });
        pair.run(made);
        assert.match(lacks(made), /it lacks a snapshot \(@s3\) older than its newest/);
        const left = shorts(pair.source, root).filter((short) => short !== "s1");
        assert.deepEqual(left, ["s3", next], "all else is let go of");
      }
      const { snapshots, bookmarks } = pair.source.dataset(root);
      assert.equal(
        snapshots.filter(({ holds }) => holds.size > 0).length + bookmarks.length,
        2,
        "marks do not pile up",
      );
      pair.snapshots("s7");
      const command = /(?:zfsr release|zfsr destroy) (.*)$/.exec(lacks(pair.plan({ ...how, keep })))?.[1] ?? "";
      const [tag = "", place = tag] = command.split(" ");
      const name = place.replace(/'|alpha:/g, "");
      pair.source.run(marks === "hold" ? ["zfs", "release", tag, name] : ["zfs", "destroy", name]);
      pair.run(pair.plan({ ...how, keep }));
      pair.snapshots("s8");
      const made = pair.plan({ ...how, keep });
      pair.run(made);
      assert.deepEqual([shorts(pair.source, root), lacks(made)], [["s8"], ""]);
    });

    it(`is not missed where the target's own rule would not keep it (${marks})`, () => {
      const keep = keeping({ last: 1 }, { last: 2 });
      loses(keep);
      pair.snapshots("s5", "s6");
      pair.run(pair.plan({ ...how, keep }));
      pair.snapshots("s7");
      const made = pair.plan({ ...how, keep });
      pair.run(made);
      assert.deepEqual([lacks(made), shorts(pair.source, root)], ["", ["s7"]]);
    });

    it(`is not told by a ${marks} that is left over from before, when another mark was asked for`, () => {
      pair = new ModelPair();
      pair.source.create(root);
      const keep = keeping({ last: 4 }, undefined);
      pair.snapshots("s1", "s2");
      pair.run(pair.plan({ ...how, keep }));
      for (const next of ["s3", "s4", "s5", "s6", "s7", "s8"]) {
        pair.snapshots(next);
        const made = pair.plan({ hold: !how.hold, bookmark: !how.bookmark, keep });
        pair.run(made);
        assert.equal(lacks(made), "");
        // something there keeps two, whatever the source keeps
        for (const short of shorts(pair.target, copy).slice(0, -2)) pair.target.destroySnapshot(copy, short);
      }
      assert.deepEqual(shorts(pair.source, root).slice(-4), ["s5", "s6", "s7", "s8"]);
      assert.ok(!shorts(pair.source, root).includes("s4"));
    });

    it(`is not told where the source is read-only, and nothing can go from there (${marks})`, () => {
      loses(keeping(undefined, undefined));
      const asked = { ...request, ...how, keep: keeping(undefined, undefined) };
      const source = pair.source.observe(root, false);
      const target = pair.target.observe(copy, false);
      const plan = (readonly: boolean): Plan =>
        planReplication(asked, {
          source: { ...source, ...(source.pool ? { pool: { ...source.pool, readonly } } : {}) },
          ...{ target, tokens: new Map<never, never>() },
        });
      assert.deepEqual([lacks(plan(false)) === "", lacks(plan(true))], [false, ""]);
    });
  }
});

describe("retention beside other targets", () => {
  const vault = datasetName("vault/demo");
  let pair: ModelPair;
  let gamma: ModelHost;
  let hosts: ReadonlyMap<string, ModelHost>;
  const keep = keeping({ last: 1 }, undefined);

  beforeEach(() => {
    pair = new ModelPair();
    gamma = new ModelHost("gamma", "vault");
    hosts = new Map([...pair.hosts, ["gamma", gamma]]);
    pair.source.create(root);
  });

  function requestTo(to: "beta" | "gamma"): ReplicationRequest {
    return {
      ...{ ...defaultRequest, job: `job:${to}`, keep },
      siblings: [to === "beta" ? "job:gamma" : "job:beta"],
      source: { host: "alpha", dataset: root, snapshot: undefined },
      target: { host: to, dataset: to === "beta" ? copy : vault },
    };
  }
  function observed(to: "beta" | "gamma"): Observed {
    const [host, dataset] = to === "beta" ? ([pair.target, copy] as const) : ([gamma, vault] as const);
    return {
      source: pair.source.observe(root, false),
      target: host.observe(dataset, false),
      tokens: host.tokens(),
    };
  }
  const plan = (to: "beta" | "gamma", change: Partial<ReplicationRequest> = {}): Plan =>
    planReplication({ ...requestTo(to), ...change }, observed(to));
  const run = (made: Plan): void => assert.deepEqual([...runOnModel(made, hosts)], []);
  const destroys = (made: Plan): string[] => made.steps.flatMap((step) => step.destroys.map(({ name }) => name));

  for (const marks of ["hold", "bookmark"] as const) {
    it(`destroys nothing of what a target that was cut off still lacks, whose base has a ${marks}`, () => {
      const how = { hold: marks === "hold", bookmark: marks === "bookmark" };
      pair.snapshots("s1");
      run(plan("beta", how));
      run(plan("gamma", how));
      pair.snapshots("s2", "s3", "s4", "s5");
      runOnModel(plan("gamma", how), hosts, { transfer: 0, snapshot: 2 });
      const made = plan("beta", how);
      run(made);
      assert.deepEqual(
        destroys(made).filter((name) => !name.includes("#")),
        [],
      );
      assert.match(
        made.warnings.map(({ object, message }) => `${object}: ${message}`).join("\n"),
        /^alpha:tank\/demo: \d snapshots? that no rule keeps stays?: job:gamma may not have got (it|them) yet$/,
      );
      run(plan("gamma", how));
      assert.deepEqual(shorts(gamma, vault), ["s1", "s2", "s3", "s4", "s5"]);
      assert.deepEqual(shorts(pair.source, root), ["s5"], "with both at s5, the rest is let go");
    });
  }

  it("destroys nothing while another target of the job has not got anything", () => {
    pair.snapshots("s1", "s2", "s3");
    const made = plan("beta");
    run(made);
    assert.deepEqual(destroys(made), []);
    assert.ok(made.warnings.some(({ id, message }) => id === "kept-for-another" && message.includes("job:gamma")));
    run(plan("gamma"));
    assert.deepEqual(shorts(gamma, vault), ["s1", "s2", "s3"]);
    assert.deepEqual(shorts(pair.source, root), ["s3"]);
  });

  it("keeps what a first stream that was cut off goes on from", () => {
    pair.snapshots("s1", "s2", "s3");
    run(plan("beta", { siblings: [], keep: keeping(undefined, undefined) }));
    runOnModel(plan("gamma"), hosts, { transfer: 0, snapshot: 0 });
    pair.snapshots("s4");
    const made = plan("beta");
    run(made);
    assert.deepEqual(destroys(made), []);
    run(plan("gamma"));
    assert.deepEqual(shorts(gamma, vault), ["s1", "s2", "s3", "s4"]);
    const held = pair.source.dataset(root).snapshots.filter(({ holds }) => holds.size > 0);
    assert.deepEqual(
      held.map(({ short, holds }) => [short, [...holds]]),
      [["s4", ["zfsr:job:beta", "zfsr:job:gamma"]]],
    );
  });

  for (const marks of ["hold", "bookmark"] as const) {
    it(`keeps what a target lacks that somebody else has seeded, whose first stream of its own was cut (${marks})`, () => {
      const how = { hold: marks === "hold", bookmark: marks === "bookmark" };
      pair.snapshots("s1");
      run(plan("gamma", { hold: false, bookmark: false, siblings: [], keep: keeping(undefined, undefined) }));
      run(plan("beta", { ...how, siblings: [], keep: keeping(undefined, undefined) }));
      pair.snapshots("s2", "s3", "s4");
      runOnModel(plan("gamma", how), hosts, { transfer: 0, snapshot: 1 });
      pair.snapshots("s5");
      run(plan("beta", how));
      assert.deepEqual(shorts(pair.source, root), ["s1", "s2", "s3", "s4", "s5"]);
      run(plan("gamma", how));
      run(plan("beta", how));
      assert.deepEqual(shorts(gamma, vault), ["s1", "s2", "s3", "s4", "s5"]);
      assert.deepEqual(shorts(pair.source, root), ["s5"]);
    });

    it(`keeps what a target lacks whose first stream of all was cut (${marks})`, () => {
      const how = { hold: marks === "hold", bookmark: marks === "bookmark" };
      pair.snapshots("s1", "s2", "s3");
      runOnModel(plan("gamma", how), hosts, { transfer: 0, snapshot: 0 });
      pair.snapshots("s4");
      run(plan("beta", how));
      assert.deepEqual(shorts(pair.source, root), ["s1", "s2", "s3", "s4"]);
      run(plan("gamma", how));
      assert.deepEqual(shorts(gamma, vault), ["s1", "s2", "s3", "s4"]);
    });
  }

  it("holds what a stream starts from before what is newest: others go by the oldest", () => {
    pair.snapshots("s1", "s2");
    const holds = plan("beta").steps.filter(({ kind }) => kind === "hold");
    assert.deepEqual(
      holds.map(({ argv, needs }) => [argv.at(-1), needs]),
      [
        ["tank/demo@s1", []],
        ["tank/demo@s2", [holds[0]?.id]],
      ],
    );
  });

  for (const marks of ["hold", "bookmark"] as const) {
    it(`makes no plan outdated that was approved together with another one (${marks})`, () => {
      const how = { hold: marks === "hold", bookmark: marks === "bookmark" };
      const approved = (): void => {
        const seen = pair.source.observe(root, false);
        const [first, second] = [plan("beta", how), plan("gamma", how)];
        run(first);
        const now = asBefore(observed("gamma"), { seen, plans: [first] });
        assert.deepEqual(comparePlans(second, planReplication({ ...requestTo("gamma"), ...how }, now)), []);
      };
      pair.snapshots("s1", "s2");
      approved();
      run(plan("gamma", how));
      pair.snapshots("s3", "s4");
      approved();
    });
  }

  it("says by which command what another target keeps is let go of", () => {
    pair.snapshots("s1");
    run(plan("gamma"));
    pair.snapshots("s2", "s3");
    const [warning] = plan("beta").warnings.filter(({ id }) => id === "kept-for-another");
    assert.equal(
      warning?.nextStep,
      "run job:gamma to its end; where it is no longer wanted, zfsr release zfsr:job:gamma alpha:tank/demo@s1 (zfsr holds alpha:tank/demo lists all that is kept so)",
    );
  });

  it("keeps on a target what those behind it still lack", () => {
    const own = keeping(undefined, { last: 1 });
    pair.snapshots("s1");
    run(plan("beta", { siblings: [], keep: own }));
    // beta is the source of another job, which has got s1
    pair.target.run(["zfs", "hold", "zfsr:onward:gamma:vault/demo", `${copy}@s1`]);
    pair.snapshots("s2", "s3");
    const made = plan("beta", { siblings: [], keep: own });
    run(made);
    pair.snapshots("s4");
    const next = plan("beta", { siblings: [], keep: own });
    run(next);
    assert.deepEqual(shorts(pair.target, copy), ["s1", "s2", "s3", "s4"]);
    assert.ok(next.warnings.some(({ id, object }) => id === "kept-for-another" && object === "beta:backup/demo"));
  });
});

describe("the rules of what is kept", () => {
  const day = 86_400_000;
  const taken = (days: readonly number[]): Snapshot[] =>
    days.map((at, i) => ({
      ...{ kind: "snapshot", name: snapshotName(root, `s${i}`), guid: String(i) as Guid, createtxg: i + 1 },
      ...{ creation: at * day, used: 0, referenced: 0, userrefs: 0 },
    }));
  const gone = (snapshots: readonly Snapshot[], policy: KeepRules, now?: number): string[] =>
    expired(snapshots, policy, now).map(({ name }) => name.slice(name.indexOf("@") + 1));

  it("count no age from a moment that is still to come: a wrong clock lets go of nothing", () => {
    const snapshots = taken([1, 2, 3, 4, 5, 4000]);
    assert.deepEqual(gone(snapshots, { within: 14 * day }, 6 * day), []);
    assert.deepEqual(gone(snapshots, { within: 3 * day }, 6 * day), ["s0", "s1"]);
  });

  it("let go of nothing where all are 0", () => {
    assert.deepEqual(gone(taken([1, 2, 3]), { last: 0, daily: 0 }), []);
  });
});
