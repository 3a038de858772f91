/** Which holds are left over. */
import assert from "node:assert/strict";
import { holdStates } from "../../../../src/core/administration/holdStates";
import { observed } from "../../../support/model/observation";

describe("holds", () => {
  it("of a replication are left over where it holds a newer snapshot of the dataset, and nowhere else", () => {
    const there = observed([
      ["tank/a", ["@1!zfsr:beta:backup/a!zfsr:gamma:vault/a", "@2!zfsr:beta:backup/a!mine", "@3!mine"]],
      // the same replication, in another dataset that is behind
      ["tank/a/b", ["@1!zfsr:beta:backup/a", "@2"]],
    ]);
    assert.deepEqual(
      holdStates(there.holds, there.states.values()).map(({ snapshot, tag, state }) => `${snapshot} ${tag} ${state}`),
      [
        "tank/a@1 zfsr:beta:backup/a superseded",
        "tank/a@1 zfsr:gamma:vault/a base",
        "tank/a@2 zfsr:beta:backup/a base",
        "tank/a@2 mine foreign",
        "tank/a@3 mine foreign",
        "tank/a/b@1 zfsr:beta:backup/a base",
      ],
    );
  });
});
