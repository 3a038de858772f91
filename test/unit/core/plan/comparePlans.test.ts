/** What one plan would do otherwise than another, as a person reads it. */
import assert from "node:assert/strict";
import { comparePlans } from "../../../../src/core/plan/comparePlans";
import type { Plan } from "../../../../src/core/plan/plan";
import type { Step } from "../../../../src/core/plan/step";
import type { Guid, SnapshotName } from "../../../../src/core/zfs/names";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { commandStep, transferStep } from "../../../support/model/steps";

const planOf = (...steps: Step[]): Plan => ({ version: 1, title: "t", steps, goals: [], warnings: [] });
const said = (before: Plan, after: Plan): string[] =>
  comparePlans(before, after).map(({ kind, message }) => `${kind}: ${message}`);

describe("two plans", () => {
  const [hold, send] = [commandStep("a"), transferStep()];

  it("are the same when they do the same, whatever the reasons and sizes", () => {
    assert.deepEqual(said(planOf(hold, send), planOf({ ...hold, reason: "why" }, { ...send, bytes: 7 })), []);
  });

  it("differ in steps that are new, gone, or of other words", () => {
    const other = { ...send, argv: ["zfs", "send", "-i", "@0", "tank/demo@b"] };
    const destroy = commandStep("d", { kind: "destroy", argv: ["zfs", "destroy", "tank/demo@x"] });
    assert.deepEqual(said(planOf(hold, send), planOf(other, destroy)), [
      "removed: alpha: zfs hold zfsr:job tank/demo@a is no longer to be done",
      "changed: alpha: zfs send -i @a tank/demo@b to beta is now alpha: zfs send -i @0 tank/demo@b to beta",
      "added: alpha: zfs destroy tank/demo@x is to be done, too",
    ]);
  });

  it("differ in what goes with the same words, in what they wait for, and in the order", () => {
    const destroys = [{ host: "alpha", kind: "snapshot" as const, name: "tank/demo@x" as SnapshotName, bytes: 1 }];
    assert.deepEqual(said(planOf(hold), planOf({ ...hold, destroys })), [
      "changed: alpha: zfs hold zfsr:job tank/demo@a destroys alpha:tank/demo@x now, not nothing",
    ]);
    assert.match(said(planOf(hold), planOf({ ...hold, needs: ["z"] }))[0] ?? "", /comes after other steps/);
    assert.deepEqual(said(planOf(hold, send), planOf(send, hold)), ["changed: the steps come in another order"]);
  });

  it("differ where a name that is to go stands for something else by now", () => {
    const roll = (guid: string): Plan =>
      planOf(
        commandStep("r", {
          kind: "rollback",
          argv: ["zfs", "destroy", "b/x@mine"],
          destroys: [{ host: "beta", kind: "snapshot", name: "b/x@mine", bytes: 1, guid: guid as Guid }],
        }),
      );
    assert.deepEqual(said(roll("1"), roll("1")), []);
    assert.deepEqual(said(roll("1"), roll("2")), [
      "changed: alpha: zfs destroy b/x@mine destroys another beta:b/x@mine than the one of that name",
    ]);
  });

  it("differ where more was written since to what is to be taken back, but not for what a look at it writes", () => {
    const roll = (bytes: number, exact?: true): Plan =>
      planOf(
        commandStep("r", {
          kind: "rollback",
          argv: ["zfs", "rollback", "b/x@s"],
          destroys: [{ host: "beta", kind: "changes", name: "b/x", bytes, guid: "1" as Guid, ...(exact && { exact }) }],
        }),
      );
    for (const now of [1, 4096, 40 << 10]) assert.deepEqual(said(roll(4096), roll(now)), []);
    assert.deepEqual(said(roll(4096), roll(2 << 20)), [
      "changed: alpha: zfs rollback b/x@s takes back more that was written to beta:b/x: 2.00 MiB, not 4.00 KiB",
    ]);
    // a volume, or what is not mounted: no look writes there
    assert.deepEqual(
      [roll(4096, true), roll(1, true)].map((now) => said(roll(4096, true), now)),
      [[], []],
    );
    assert.match(said(roll(4096, true), roll(4608, true)).join(), /4.50 KiB, not 4.00 KiB/);
  });

  it("that roll back tell the guids of what goes", () => {
    const pair = new ModelPair();
    pair.source.create(root);
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.target.snapshot(copy, "mine");
    pair.snapshots("b");
    const approved = pair.plan({ onDiverged: "rollback" });
    pair.target.destroySnapshot(copy, "mine");
    pair.target.snapshot(copy, "mine");
    assert.equal(comparePlans(approved, pair.plan({ onDiverged: "rollback" })).length, 1);
    pair.target.dataset(copy).written = 4096;
    const step = pair.plan({ onDiverged: "rollback" }).steps.find(({ kind }) => kind === "rollback");
    assert.ok(step?.destroys.every(({ guid }) => guid !== undefined));
  });

  it("that roll back count every byte where a look cannot have written it", () => {
    const pair = new ModelPair();
    pair.source.create(root, "volume");
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.target.dataset(copy).written = 4096;
    pair.snapshots("b");
    const approved = pair.plan({ onDiverged: "rollback" });
    pair.target.dataset(copy).written = 8192;
    assert.match(said(approved, pair.plan({ onDiverged: "rollback" })).join(), /8.00 KiB, not 4.00 KiB/);
  });
});
