/** What one plan would do otherwise than another, as a person reads it. */
import assert from "node:assert/strict";
import { comparePlans } from "../../../../src/core/plan/comparePlans";
import type { Plan } from "../../../../src/core/plan/plan";
import type { Step } from "../../../../src/core/plan/step";
import type { SnapshotName } from "../../../../src/core/zfs/names";
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
});
