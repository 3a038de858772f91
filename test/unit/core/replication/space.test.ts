/** Streams that the target has no room for are told before anything is sent, also where nobody has asked for their sizes. */
import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { isTransfer } from "../../../../src/core/plan/step";
import { withoutSteps } from "../../../../src/core/plan/withoutSteps";
import type { Observed } from "../../../../src/core/replication/observed";
import { planReplication } from "../../../../src/core/replication/planReplication";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import { fitted } from "../../../../src/core/replication/space";
import { datasetName } from "../../../../src/core/zfs/names";
import { ModelPair } from "../../../support/model/pair";
import { ModelHost } from "../../../support/model/zfs";

const root = datasetName("tank/demo");
const copy = datasetName("backup/demo");
const request: ReplicationRequest = {
  ...defaultRequest,
  ...{ job: "job", hold: false },
  source: { host: "alpha", dataset: root, snapshot: undefined },
  target: { host: "beta", dataset: copy },
};

/** Ids that steps of a plan wait for, and that are not in it. */
function waitingForNothing({ steps }: Plan): string[] {
  const ids = new Set(steps.map(({ id }) => id));
  return steps.flatMap(({ needs }) => needs.filter((id) => !ids.has(id)));
}

describe("the room on a target", () => {
  const source = new ModelHost("alpha", "tank");
  const target = new ModelHost("beta", "backup");
  source.create(root);
  source.snapshot(root, "a", true);

  /** What is seen where the snapshot refers to so many bytes and so many are available. */
  function seen(referenced: number, available: number): Observed {
    const there = target.observe(copy, false);
    const here = source.observe(root, false);
    const datasets = new Map(
      [...here.datasets].map(([name, state]) => [
        name,
        {
          ...state,
          snapshots: state.snapshots.map(
            (snapshot) => Object.create(snapshot, { referenced: { value: referenced } }) as typeof snapshot,
          ),
        },
      ]),
    );
    return {
      source: { ...here, datasets },
      target: { ...there, ancestors: there.ancestors.map((above) => ({ ...above, available })) },
      tokens: new Map(),
    };
  }
  const room = (observed: Observed, bytes?: number): Plan => {
    const plan = planReplication(request, observed);
    const steps = plan.steps.map((step) => (isTransfer(step) ? { ...step, bytes } : step));
    return fitted({ ...plan, steps }, request, observed);
  };

  it("is compared with the estimate of a stream", () => {
    assert.equal(room(seen(10, 100), 99).steps.filter(isTransfer).length, 1);
    const full = room(seen(10, 100), 101);
    assert.equal(full.steps.filter(isTransfer).length, 0);
    assert.match(full.warnings[0]?.message ?? "", /^about 101 B are to arrive there, and 100 B are available$/);
  });

  it("is made by a greater quota only where the pool has more than that", () => {
    const step = (inPool: number): string => {
      const observed = seen(101, inPool);
      const { target: there } = observed;
      const limited = there.ancestors.map((above) => ({ ...above, name: copy, available: 100 }));
      const ancestors = [...there.ancestors, ...limited];
      return room({ ...observed, target: { ...there, ancestors } }).warnings.at(-1)?.nextStep ?? "";
    };
    assert.doesNotMatch(step(100), /quota/);
    assert.match(step(1000), /or raise its quota, or send what .*--accept space$/);
  });

  it("is compared with what the snapshot refers to where a full stream was not estimated", () => {
    assert.equal(room(seen(99, 100)).steps.filter(isTransfer).length, 1);
    assert.equal(room(seen(101, 100)).steps.filter(isTransfer).length, 0);
  });

  describe("that retention would make, once the streams are through,", () => {
    /** backup/demo has `there`, all of them on the source, too, where @new is to come, and room for 9 bytes. */
    const nextStep = (there: readonly string[], last: number, bytes = 2 ** 40): string => {
      const pair = new ModelPair();
      pair.source.create(root);
      pair.snapshots(...there);
      pair.run(pair.plan());
      pair.snapshots("new");
      const keep = { source: undefined, target: { last }, match: [] };
      const observed = {
        source: pair.source.observe(root, false),
        target: pair.target.observe(copy, false),
        tokens: new Map<never, never>(),
      };
      for (const { snapshots } of observed.target.datasets.values())
        for (const snapshot of snapshots) Object.defineProperty(snapshot, "used", { value: 10 });
      const full = {
        ...observed.target,
        ancestors: observed.target.ancestors.map((above) => ({ ...above, available: 9 })),
      };
      const asked = { ...request, keep };
      const plan = planReplication(asked, { ...observed, target: full });
      const large = plan.steps.map((step) => (isTransfer(step) ? { ...step, bytes } : step));
      const made = fitted({ ...plan, steps: large }, asked, { ...observed, target: full });
      assert.deepEqual(made.steps, []);
      return made.warnings.map((warning) => warning.nextStep).join();
    };

    it("is offered as a command: what no rule keeps as things are", () => {
      assert.match(
        nextStep(["a", "b", "c", "d"], 3),
        /^let go of what frees at least .*, of 1.00 TiB that are missing \(no rule keeps them there\): zfsr destroy beta:backup\/demo@a; or send/,
      );
    });

    it("is offered from the oldest on, and no more of it than is needed", () => {
      const command = (bytes: number): string =>
        /zfsr destroy [^;]*/.exec(nextStep(["a", "b", "c"], 1, bytes))?.[0] ?? "";
      assert.deepEqual([10, 20].map(command), ["zfsr destroy beta:backup/demo@a", "zfsr destroy beta:backup/demo@a,b"]);
      assert.doesNotMatch(nextStep(["a", "b", "c"], 1, 10), /missing/);
    });

    it("is offered where the rule lets go of it for what comes, but never the base", () => {
      assert.match(nextStep(["a", "b"], 1), /\(no rule keeps them there\): zfsr destroy beta:backup\/demo@a;/);
      assert.match(
        nextStep(["a", "b"], 2),
        /\(retention takes them once the streams are through\): zfsr destroy beta:backup\/demo@a;/,
      );
      assert.match(nextStep(["a"], 1), /^make room there/);
    });

    it("is a command that a shell takes and a person can read, however many go", () => {
      const shorts = Array.from({ length: 300 }, (_, i) => `s${i}`);
      const offered = nextStep(shorts, 1);
      assert.equal(/beta:backup\/demo@(\S+)/.exec(offered)?.[1]?.split(",").length, 100);
      assert.match(offered, / \(199 more after that: plan again\); or send/);
    });
  });

  it("is not asked for where a person has accepted it", () => {
    const observed = seen(101, 100);
    assert.equal(
      fitted(planReplication(request, observed), { ...request, accept: ["space"] }, observed).steps.length,
      1,
    );
  });

  for (const onDiverged of ["rollback", "rename"] as const) {
    it(`is no reason to ${onDiverged === "rename" ? "put aside" : "roll back"} what has gone its own way for a stream that does not come`, () => {
      const pair = new ModelPair();
      pair.source.create(root);
      pair.source.create("tank/demo/x");
      pair.snapshots("a");
      const asked = { onDiverged, recursive: true, hold: true, bookmark: true };
      pair.run(pair.plan(asked));
      pair.target.snapshot(copy, "precious");
      pair.snapshots("b");
      const observed = {
        source: pair.source.observe(root, true),
        target: pair.target.observe(copy, true),
        tokens: new Map<never, never>(),
      };
      const large = (plan: Plan, dataset: string): Plan => ({
        ...plan,
        steps: plan.steps.map((step) =>
          isTransfer(step) && step.dataset.startsWith(dataset) ? { ...step, bytes: 2 ** 40 } : step,
        ),
      });
      const keep = { source: { last: 1 }, target: { last: 1 }, match: [] };
      const whole = { ...request, ...asked, keep };
      const none = fitted(large(planReplication(whole, observed), root), whole, observed);
      assert.deepEqual([none.steps, none.goals], [[], []]);
      // what is left takes along what prepares for it, and that alone
      const child = withoutSteps(planReplication(whole, observed), new Set(["send:tank/demo/x@b"]));
      assert.deepEqual(
        child.goals.map(({ dataset }) => dataset),
        [copy],
      );
      assert.ok(child.steps.some(({ kind }) => kind === onDiverged));
      assert.ok(child.steps.some(({ kind }) => kind === "hold"));
      assert.ok(!child.steps.some(({ id }) => id === "bookmark:tank/demo/x"));
      assert.deepEqual(waitingForNothing(child), []);
    });
  }

  it("takes the hold of a stream that does not come out of what waited for it", () => {
    const pair = new ModelPair();
    pair.source.create(root);
    pair.snapshots("a", "b");
    const plan = pair.plan({ hold: true });
    const rest = withoutSteps(plan, new Set(["send:tank/demo@b"]));
    assert.deepEqual(
      rest.steps.filter(({ kind }) => kind !== "release").map(({ argv }) => argv.at(-1)),
      ["tank/demo@a", "tank/demo@a"],
    );
    assert.deepEqual(waitingForNothing(rest), []);
  });

  it("is no reason to promise what one stream of the whole tree would have brought", () => {
    const pair = new ModelPair();
    pair.source.create(root);
    pair.source.create("tank/demo/x");
    pair.snapshots("a");
    const asked = { recursive: true, hold: true, send: { ...request.send, replicate: true } };
    const plan = pair.plan(asked);
    assert.equal(plan.goals.length, 2);
    const rest = withoutSteps(plan, new Set(plan.steps.filter(isTransfer).map(({ id }) => id)));
    assert.deepEqual([rest.steps, rest.goals], [[], []]);
  });
});
