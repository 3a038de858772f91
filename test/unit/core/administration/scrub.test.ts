import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import type { PoolName } from "../../../../src/core/zfs/names";
import { observed } from "../../../support/model/observation";
import { nothing, plan, stops, words } from "../../../support/model/administration";

describe("a scrub", () => {
  const scrub = (action: "start" | "pause" | "stop", scan: string): Plan =>
    plan({ verb: "scrub", pool: "tank" as PoolName, action }, observed([["tank", []]], { scan }));
  it("is begun, paused, gone on with and stopped where that is possible", () => {
    assert.deepEqual(words(scrub("start", "none requested")), ["zpool scrub tank"]);
    assert.deepEqual(words(scrub("start", "scrub paused since now")), ["zpool scrub tank"]);
    assert.deepEqual(words(scrub("pause", "scrub in progress since now")), ["zpool scrub -p tank"]);
    assert.deepEqual(words(scrub("stop", "scrub in progress since now")), ["zpool scrub -s tank"]);
    assert.ok(nothing(scrub("start", "scrub in progress since now")));
    assert.ok(stops(scrub("start", "resilver in progress since now")));
    assert.ok(nothing(scrub("stop", "scrub repaired 0B")));
  });
});
