import assert from "node:assert/strict";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import { type Described, observed } from "../../../support/model/observation";
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

  it("that are the last of a snapshot which was destroyed with -d take it along: it is named", () => {
    const marked = { marked: new Set([at("a"), at("b")]) };
    const release = (items: string[], clone?: string): Plan =>
      plan(
        { verb: "release", tag: "keep", snapshots: [at("a"), at("b")], recursive: false },
        observed(
          [
            ["tank/x", items],
            ...(clone === undefined ? [] : [["tank/c", [], { origin: at(clone) }] satisfies Described]),
          ],
          marked,
        ),
      );
    assert.deepEqual(
      destroyedBy(release(["@a!keep", "@b!keep!other"])).map(({ kind, name, guid }) => [kind, name, guid]),
      [["snapshot", "tank/x@a", "guid of tank/x@a"]],
    );
    assert.deepEqual(destroyedBy(release(["@a!keep"], "a")), []);
  });

  it("of zfsr itself are released with a word about what they are for", () => {
    const ours = observed([["tank/x", ["@a!zfsr:beta:backup/x!keep"]]]);
    const made = plan({ verb: "release", tag: "zfsr:beta:backup/x", snapshots: [at("a")], recursive: false }, ours);
    assert.match(said(made), /zfsr holds it for beta:backup\/x: the next increment starts from it/);
    assert.match(said(made), /it stays held by 'keep'/);
  });
});
