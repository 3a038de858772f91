import assert from "node:assert/strict";
import { consentFor } from "../../../../src/core/plan/consent";
import type { Plan } from "../../../../src/core/plan/plan";
import type { Destroyed } from "../../../../src/core/plan/step";
import type { DatasetName } from "../../../../src/core/zfs/names";

/** A plan of one step on beta. */
function plan(...destroys: Destroyed[]): Plan {
  const words = { argv: ["zfs"], needs: [], reason: "it was asked for" };
  const step = {
    ...words,
    id: "1",
    kind: "destroy" as const,
    host: "beta",
    dataset: "backup" as DatasetName,
    destroys,
  };
  return { version: 1, title: "a plan", steps: [step], goals: [], warnings: [] };
}

const lost = (kind: Destroyed["kind"], name: string): Destroyed => ({ host: "beta", kind, name, bytes: undefined });
const nowhere = (): boolean => false;
const onBeta = (host: string): boolean => host === "beta";

describe("the consent that a plan needs", () => {
  it("is none where nothing is destroyed", () => {
    assert.deepEqual(consentFor(plan(), nowhere), { kind: "none" });
  });

  it("is a click for snapshots, bookmarks and what was partially received", () => {
    for (const kind of ["snapshot", "bookmark", "partial-receive"] as const) {
      assert.equal(consentFor(plan(lost(kind, "backup/x")), nowhere).kind, "click");
    }
  });

  it("is the typed name for a dataset and for changes, wherever they stand in the list", () => {
    for (const kind of ["dataset", "changes"] as const) {
      const consent = consentFor(plan(lost("snapshot", "backup/x@a"), lost(kind, "backup/x")), nowhere);
      assert.deepEqual([consent.kind, "typed" in consent && consent.typed], ["type", "backup/x"]);
    }
  });

  it("is the host's name on a production host, whatever is destroyed there", () => {
    const consent = consentFor(plan(lost("snapshot", "backup/x@a")), onBeta);
    assert.deepEqual([consent.kind, "typed" in consent && consent.typed], ["type", "beta"]);
  });

  it("is a click where a production host is changed and nothing destroyed", () => {
    assert.deepEqual(consentFor(plan(), onBeta), { kind: "click", destroys: [] });
  });
});
