import assert from "node:assert/strict";
import { joinPlans } from "../../../../src/core/plan/joinPlans";
import { observed } from "../../../support/model/observation";
import { at, plan, stops } from "../../../support/model/administration";

describe("several plans as one", () => {
  it("keep their steps apart, and one that cannot be leaves the others", () => {
    const there = observed([["tank/x", ["@a"]]]);
    const one = plan({ verb: "hold", tag: "t", snapshots: [at("a")], recursive: false }, there);
    const none = plan({ verb: "hold", tag: "t", snapshots: [at("none")], recursive: false }, there);
    const both = joinPlans([one, one, none]);
    assert.deepEqual(
      both.steps.map(({ id }) => id),
      ["hold", "hold:2"],
    );
    assert.ok(both.warnings.every(({ stops: stopped }) => stopped !== true));
    assert.ok(stops(joinPlans([none, none])));
  });
});
