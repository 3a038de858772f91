import assert from "node:assert/strict";
import type { Observation } from "../../../../src/core/administration/observation";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { observed } from "../../../support/model/observation";
import { at, nothing, plan, said, stops, words } from "../../../support/model/administration";

describe("promoting", () => {
  const promote = (there: Observation): Plan => plan({ verb: "promote", dataset: "tank/copy" as DatasetName }, there);
  it("says which snapshots move, and which replication they are the base of", () => {
    const made = promote(
      observed([
        ["tank/x", ["@a!zfsr:beta:backup/x", "@b", "@c"]],
        ["tank/copy", ["@own"], { origin: at("b") }],
      ]),
    );
    assert.deepEqual(words(made), ["zfs promote tank/copy"]);
    assert.match(said(made), /2 snapshots move to tank\/copy \(@a, @b\)/);
    assert.match(said(made), /the base of the next increment to beta:backup\/x moves with them/);
    assert.deepEqual(destroyedBy(made), []);
  });
  it("is refused where a name would be there twice, and of what is no clone", () => {
    assert.ok(
      stops(
        promote(
          observed([
            ["tank/x", ["@a", "@b"]],
            ["tank/copy", ["@a"], { origin: at("b") }],
          ]),
        ),
      ),
    );
    assert.ok(nothing(promote(observed([["tank/copy", []]]))));
  });
});
