import assert from "node:assert/strict";
import { observed } from "../../../support/model/observation";
import { at, nothing, plan, stops, words } from "../../../support/model/administration";

describe("a bookmark", () => {
  const there = observed([["tank/x", ["@a", "#a", "@b"]]]);
  it("is made of a snapshot, once", () => {
    assert.deepEqual(words(plan({ verb: "bookmark", snapshot: at("b"), name: "m" }, there)), [
      "zfs bookmark tank/x@b tank/x#m",
    ]);
    assert.ok(nothing(plan({ verb: "bookmark", snapshot: at("a"), name: "a" }, there)));
    assert.ok(stops(plan({ verb: "bookmark", snapshot: at("b"), name: "a" }, there)));
  });
});
