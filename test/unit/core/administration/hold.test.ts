import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { observed } from "../../../support/model/observation";
import { at, nothing, plan, said, stops, words } from "../../../support/model/administration";

describe("holds", () => {
  const there = observed([
    ["tank/x", ["@a", "@b!keep"]],
    ["tank/x/y", ["@a"]],
  ]);
  const hold = (verb: "hold" | "release", tag: string, snapshots: string[], recursive = false): Plan =>
    plan({ verb, tag, snapshots: snapshots.map(at), recursive }, there);

  it("are put on those that are not held by the tag", () => {
    assert.deepEqual(words(hold("hold", "keep", ["a", "b"])), ["zfs hold keep tank/x@a"]);
    assert.deepEqual(words(hold("hold", "keep", ["a"], true)), ["zfs hold keep tank/x@a tank/x/y@a"]);
    assert.ok(nothing(hold("hold", "keep", ["b"])));
    assert.ok(stops(hold("hold", "keep", ["none"])));
    for (const tag of ["", "-r", ".x", "a b", "ä".repeat(128)]) assert.ok(stops(hold("hold", tag, ["a"])), tag);
  });

  it("are released where they are, and the others are told", () => {
    assert.deepEqual(words(hold("release", "keep", ["a", "b"])), ["zfs release keep tank/x@b"]);
    assert.ok(nothing(hold("release", "other", ["b"])));
  });

  it("of zfsr itself are released with a word about what they are for", () => {
    const ours = observed([["tank/x", ["@a!zfsr:beta:backup/x!keep"]]]);
    const made = plan({ verb: "release", tag: "zfsr:beta:backup/x", snapshots: [at("a")], recursive: false }, ours);
    assert.match(said(made), /zfsr holds it for beta:backup\/x: the next increment starts from it/);
    assert.match(said(made), /it stays held by 'keep'/);
  });
});
