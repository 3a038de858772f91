import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { observed } from "../../../support/model/observation";
import { at, nothing, plan, said, stops, words, x } from "../../../support/model/administration";

describe("names", () => {
  const there = observed([
    ["tank", []],
    ["tank/x", ["@a", "@b"], { mounted: true }],
    ["tank/x/y", ["@a", "@b"]],
    ["tank/v", [], { type: "volume" }],
  ]);
  const rename = (to: string, parents = false): Plan =>
    plan({ verb: "rename", dataset: x, to: to as DatasetName, parents }, there);

  it("of datasets change within their pool, where there is room for them", () => {
    assert.deepEqual(words(rename("tank/new")), ["zfs rename tank/x tank/new"]);
    assert.match(said(rename("tank/new")), /it is mounted/);
    for (const to of ["dozer/x", "tank/v", "tank/x/z", "tank/none/x", "tank/v/x"]) assert.ok(stops(rename(to)), to);
    assert.deepEqual(words(rename("tank/none/x", true)), ["zfs rename -p tank/x tank/none/x"]);
    assert.ok(nothing(rename("tank/x")));
  });

  it("of snapshots change with those below", () => {
    const one = (to: string, recursive = false): Plan =>
      plan({ verb: "rename-snapshot", snapshot: at("a"), to, recursive }, there);
    assert.deepEqual(words(one("c", true)), ["zfs rename -r tank/x@a tank/x@c"]);
    assert.ok(stops(one("b")));
    assert.ok(nothing(one("a")));
  });

  it("of clones are new ones in the same pool", () => {
    const clone = (target: string): Plan =>
      plan({ verb: "clone", snapshot: at("a"), target: target as DatasetName, properties: [], parents: false }, there);
    assert.deepEqual(words(clone("tank/copy")), ["zfs clone tank/x@a tank/copy"]);
    assert.ok(stops(clone("tank/x")));
    assert.ok(stops(clone("dozer/copy")));
  });
});
