import assert from "node:assert/strict";
import type { Observation } from "../../../../src/core/administration/observation";
import { propertySetting } from "../../../../src/core/administration/properties";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { Plan } from "../../../../src/core/plan/plan";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { observed } from "../../../support/model/observation";
import { plan, said, stops, words, x } from "../../../support/model/administration";

describe("a snapshot", () => {
  const take = (datasets: string[], there: Observation, recursive = false): Plan =>
    plan({ verb: "snapshot", datasets: datasets as [DatasetName], name: "now", recursive, properties: [] }, there);
  const there = observed([
    ["tank/x", []],
    ["tank/x/y", ["@now"]],
    ["tank/z", []],
  ]);

  it("is of several datasets in one moment: one command", () => {
    assert.deepEqual(words(take(["tank/x", "tank/z"], there)), ["zfs snapshot tank/x@now tank/z@now"]);
    const inside = take(
      ["tank/z", "tank/z/below"],
      observed([
        ["tank/z", []],
        ["tank/z/below", []],
      ]),
      true,
    );
    assert.deepEqual(words(inside), ["zfs snapshot -r tank/z@now"]);
  });

  it("has user properties", () => {
    const properties = [propertySetting("com.example:why=before the upgrade")];
    const made = plan({ verb: "snapshot", datasets: [x], name: "now", recursive: false, properties }, there);
    assert.deepEqual(made.steps[0]?.argv.slice(2, 4), ["-o", "com.example:why=before the upgrade"]);
  });

  it("is refused where its name is taken, below too, and in two pools", () => {
    assert.match(said(take(["tank/x"], there, true)), /tank\/x\/y@now: it exists already/);
    assert.ok(stops(take(["tank/x/y"], there)));
    assert.ok(stops(take(["tank/x", "dozer/x"], there)));
    assert.ok(stops(take(["tank/none"], there)));
  });

  it("is refused by a name that ZFS would not take", () => {
    assert.throws(
      () => plan({ verb: "snapshot", datasets: [x], name: "a/b", recursive: false, properties: [] }, there),
      (error) => ZfsrError.is(error, "invalid-name"),
    );
  });
});
