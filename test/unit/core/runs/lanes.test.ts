import assert from "node:assert/strict";
import fc from "fast-check";
import type { TransferStep } from "../../../../src/core/plan/step";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import { Lanes, lanesFor } from "../../../../src/core/runs/lanes";
import { transferStep } from "../../../support/model/steps";

const never = (): boolean => false;
const names = (batch: readonly TransferStep[]): string[] =>
  batch.map(({ target }) => target.dataset.replace(/^.*\//, ""));

describe("streams in several pipelines at once", () => {
  it("are as many as there are datasets at most, and one by tcp", () => {
    const steps = ["a", "b"].map((name) => transferStep(name));
    assert.equal(lanesFor(steps, { ...defaultTransfer, parallel: 4 }), 2);
    assert.equal(lanesFor(steps, { ...defaultTransfer, parallel: 1 }), 1);
    assert.equal(lanesFor(steps, { ...defaultTransfer, parallel: 4, transport: "tcp" }), 1);
  });

  it("are by themselves up to four where there are many small ones, else one", () => {
    const many = (count: number, bytes?: number): TransferStep[] =>
      Array.from({ length: count }, (_, i) => transferStep(`d${i}`, { bytes }));
    const counts = [1, 8, 15, 16, 31, 32, 1000].map((count) => lanesFor(many(count), defaultTransfer));
    assert.deepEqual(counts, [1, 1, 1, 2, 3, 4, 4]);
    assert.equal(lanesFor(many(100, 2 ** 30), defaultTransfer), 1);
    assert.equal(lanesFor([...many(100, 1000), ...many(10, 2 ** 30)], defaultTransfer), 4);
    assert.equal(lanesFor(many(100), { ...defaultTransfer, limit: 1024 }), 1);
    assert.equal(lanesFor(many(100), { ...defaultTransfer, transport: "tcp" }), 1);
  });

  for (const count of [32, 200, 1000, 10_000]) {
    it(`take as few pipelines for ${count} datasets as for any number`, () => {
      const steps = Array.from({ length: count }, (_, i) => transferStep(`d${i}`, { bytes: (i * 7919) % 5000 }));
      const lanes = new Lanes(steps, 4);
      const running: (readonly TransferStep[])[] = [];
      const sizes: number[] = [];
      for (;;) {
        const batch = lanes.next(never);
        if (batch.length > 0) {
          sizes.push(batch.length);
          running.push(batch);
          if (running.length < 4) continue;
        }
        const ended = running.shift();
        if (!ended) break;
        lanes.ended(
          ended,
          ended.map(({ id }) => id),
        );
      }
      assert.equal(
        sizes.reduce((sum, size) => sum + size, 0),
        count,
      );
      assert.ok(sizes.length <= 9, sizes.join(" "));
      if (count <= 200) assert.ok(sizes.length <= 4, sizes.join(" "));
    });
  }

  it("are shared out by their sizes, a large one by itself", () => {
    const sizes = { big: 2 ** 30, a: 1000, b: 1000, c: 1000 };
    const lanes = new Lanes(
      Object.entries(sizes).map(([name, bytes]) => transferStep(name, { bytes })),
      2,
    );
    assert.deepEqual(names(lanes.next(never)), ["big"]);
    assert.deepEqual(names(lanes.next(never)), ["a", "b", "c"]);
  });

  it("of new children wait for their parent, and are shared out when it is there", () => {
    const parent = transferStep("top");
    const children = ["a", "b", "c", "d"].map((name) => transferStep(name, { needs: [parent.id] }));
    const lanes = new Lanes([parent, ...children], 2);
    const first = lanes.next(never);
    assert.deepEqual(names(first), ["top"]);
    assert.deepEqual(lanes.next(never), []);
    lanes.ended(first, [parent.id]);
    assert.deepEqual(names(lanes.next(never)), ["a", "b"]);
    assert.deepEqual(names(lanes.next(never)), ["c", "d"]);
  });

  it("that others wait for are shared out among all pipelines", () => {
    const parents = Array.from({ length: 40 }, (_, i) => transferStep(`p${i}`));
    const children = parents.flatMap((parent, i) =>
      Array.from({ length: 4 }, (_, j) => transferStep(`c${i}-${j}`, { needs: [parent.id] })),
    );
    const lanes = new Lanes([...parents, ...children], 4);
    const batches = [1, 2, 3, 4].map(() => lanes.next(never));
    assert.deepEqual(
      batches.map((batch) => batch.length),
      [10, 10, 10, 10],
    );
    assert.deepEqual(lanes.next(never), []);
    for (const batch of batches.slice(0, 2))
      lanes.ended(
        batch,
        batch.map(({ id }) => id),
      );
    // the children of those that have arrived
    assert.ok(names(lanes.next(never)).every((name) => /^c1?\d-/.test(name)));
  });

  it("that a broken pipeline did not come to are handed out again", () => {
    const lanes = new Lanes(
      ["a", "b", "c", "d"].map((name) => transferStep(name, { bytes: 0 })),
      1,
    );
    const batch = lanes.next(never);
    assert.equal(batch.length, 4);
    lanes.ended(batch, [batch[0]?.id ?? ""]);
    assert.deepEqual(names(lanes.next(never)), ["b", "c", "d"]);
  });

  it("carry every stream once, never two into one dataset at once, none before what it needs", () => {
    const plan = fc.array(
      fc.record({ dataset: fc.integer({ min: 0, max: 5 }), bytes: fc.nat(10_000_000), after: fc.option(fc.nat()) }),
      { minLength: 1, maxLength: 25 },
    );
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.nat()), (wanted, count, choices) => {
        const steps: TransferStep[] = [];
        for (const [i, { dataset, bytes, after }] of wanted.entries()) {
          const before = steps.filter((step) => step.target.dataset === transferStep(`${dataset}`).target.dataset);
          const other = after === null ? undefined : steps[after % Math.max(1, steps.length)];
          const needs = [before.at(-1)?.id, other?.id].filter((id) => id !== undefined);
          steps.push({ ...transferStep(`${dataset}`, { bytes, needs }), id: `${i}` });
        }
        const lanes = new Lanes(steps, count);
        const done = new Set<string>();
        const running: (readonly TransferStep[])[] = [];
        for (;;) {
          const batch = running.length < count ? lanes.next(never) : [];
          if (batch.length > 0) {
            const busy = new Set(running.flat().map(({ target }) => target.dataset));
            const before = new Set(done);
            for (const step of batch) {
              assert.ok(!busy.has(step.target.dataset));
              assert.ok(
                step.needs.every((id) => before.has(id)),
                `${step.id} before what it needs`,
              );
              before.add(step.id);
            }
            running.push(batch);
            continue;
          }
          if (running.length === 0) break;
          const [ended = []] = running.splice((choices.next().value as number) % running.length, 1);
          // a pipeline may break after any of its streams but the first
          const came = ended.slice(0, 1 + ((choices.next().value as number) % ended.length));
          for (const { id } of came) done.add(id);
          lanes.ended(
            ended,
            came.map(({ id }) => id),
          );
        }
        assert.deepEqual([...done].sort(), steps.map(({ id }) => id).sort());
      }),
    );
  });
});
