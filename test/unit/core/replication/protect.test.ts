/** Holds on the source: when they are put on and when they are released. */
import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import type { CommandStep } from "../../../../src/core/plan/step";
import { jointCommands } from "../../../../src/core/runs/jointCommand";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { onlyWarning } from "../../../support/model/planned";
import { runOnModel } from "../../../support/model/runOnModel";

describe("holds of a replication", () => {
  let pair: ModelPair;

  beforeEach(() => {
    pair = new ModelPair();
    pair.source.create(root);
  });

  const held = (short: string): boolean =>
    pair.source.dataset(root).snapshots.some((snapshot) => snapshot.short === short && snapshot.holds.has("zfsr:job"));

  it("holds the newest before anything is sent, and releases the one before only afterwards", () => {
    pair.snapshots("a");
    pair.run(pair.plan({ hold: true }));
    assert.ok(held("a"));
    pair.snapshots("b");
    const made = pair.plan({ hold: true });
    assert.deepEqual(
      made.steps.map(({ kind }) => kind),
      ["hold", "send", "release"],
    );
    assert.deepEqual(made.steps[1]?.needs, ["hold"]);
    assert.deepEqual(made.steps[2]?.needs, [made.steps[1].id]);
    pair.run(made);
    assert.ok(held("b") && !held("a"));
    assert.deepEqual(pair.plan({ hold: true }).steps, []);
  });

  for (const onDiverged of ["rollback", "rename"] as const) {
    it(`leaves the target as it is (${onDiverged}) where the hold fails, so that no stream can come`, () => {
      pair.snapshots("a");
      pair.run(pair.plan({ hold: true }));
      pair.target.snapshot(copy, "own");
      pair.snapshots("b");
      const made = pair.plan({ hold: true, onDiverged });
      pair.source.destroy(`${root}@b`);
      runOnModel(made, pair.hosts);
      assert.deepEqual(
        pair.target.dataset(copy).snapshots.map(({ short }) => short),
        ["a", "own"],
      );
    });
  }

  it("keeps both holds while the stream has not arrived", () => {
    pair.snapshots("a");
    pair.run(pair.plan({ hold: true }));
    pair.snapshots("b");
    runOnModel(pair.plan({ hold: true }), pair.hosts, { transfer: 0, snapshot: 0 });
    assert.ok(held("a") && held("b"));
  });

  it("never touches the holds of others", () => {
    pair.snapshots("a", "b");
    pair.source.dataset(root).snapshots[0]?.holds.add("keep");
    pair.run(pair.plan({ hold: true }));
    assert.ok(pair.source.dataset(root).snapshots[0]?.holds.has("keep"));
  });

  it("releases nothing of a target that is left for a person", () => {
    pair.snapshots("a");
    pair.run(pair.plan({ hold: true }));
    pair.target.snapshot(copy, "own");
    pair.snapshots("b");
    assert.deepEqual(pair.plan({ hold: true }).steps, []);
    assert.ok(held("a"));
  });

  it("holds nothing where that is not wanted, or not possible", () => {
    pair.snapshots("a");
    const kinds = (made: Plan): string[] => made.steps.map(({ kind }) => kind);
    assert.deepEqual(kinds(pair.plan({ hold: false })), ["send"]);
    pair.source.readonly = true;
    assert.deepEqual(kinds(pair.plan({ hold: true })), ["send"]);
    pair.target.readonly = true;
    assert.match(onlyWarning(pair.plan({ hold: true })), /its pool is imported read-only/);
  });

  it("holds a tree by one name where that means what is sent and nothing else", () => {
    const words = (made: Plan): (string | undefined)[] => made.steps.map(({ argv }) => argv.join(" "));
    for (const name of ["x", "y"]) pair.source.create(`${root}/${name}`);
    pair.snapshots("a");
    const whole = pair.plan({ hold: true, recursive: true });
    assert.match(words(whole)[0] ?? "", new RegExp(`^zfs hold -r \\S+ ${root}@a$`));
    pair.run(whole);
    assert.equal(words(pair.plan({ hold: true, recursive: true })).length, 0);
    pair.source.snapshot(root, "b", true);
    const part = pair.plan({
      hold: true,
      recursive: true,
      select: { include: [], exclude: [`${root}/y`], snapshots: [] },
    });
    assert.deepEqual(words(part).slice(0, 2), [`zfs hold zfsr:job ${root}@b`, `zfs hold zfsr:job ${root}/x@b`]);
    pair.run(part);
  });

  it("of which one fails stops the stream of its own dataset, and no other", () => {
    for (const name of ["x", "y"]) pair.source.create(`${root}/${name}`);
    pair.snapshots("a");
    const select = { include: [], exclude: [], snapshots: [] };
    pair.run(pair.plan({ hold: true, recursive: true, select }));
    for (const [name, short] of ["p", "q", "r"].entries())
      pair.source.snapshot([root, `${root}/x`, `${root}/y`][name] ?? "", short);
    const made = pair.plan({ hold: true, recursive: true, select });
    pair.source.destroy(`${root}/x@q`);
    const failed = runOnModel(made, pair.hosts);
    assert.deepEqual([...failed.keys()], [`hold:${root}/x@q`]);
    const newest = (dataset: string): string | undefined => pair.target.dataset(dataset).snapshots.at(-1)?.short;
    assert.deepEqual([newest(copy), newest(`${copy}/x`), newest(`${copy}/y`)], ["p", "a", "r"]);
  });

  it("holds a tree of a thousand in commands that a shell can take", () => {
    for (let i = 0; i < 1000; i += 1) pair.source.create(`${root}/${"x".repeat(80)}${i}`);
    pair.snapshots("a");
    const select = { include: [], exclude: [`${root}/*x0`], snapshots: [] };
    const made = pair.plan({ hold: true, recursive: true, select });
    const holds = jointCommands(made.steps.filter((step): step is CommandStep => step.kind === "hold"));
    assert.equal(holds.flatMap(({ command }) => command.argv.slice(3)).length, 1000);
    assert.equal(holds.length, 6);
    for (const {
      command: { argv },
    } of holds)
      assert.ok(argv.join(" ").length < 60_000, String(argv.join(" ").length));
    pair.run(made);
  });
});
