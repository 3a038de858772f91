import assert from "node:assert/strict";
import { fieldCases, rounds } from "../../../../support/field/fieldCases";
import { fieldFigures } from "../../../../support/field/fieldFigures";

describe("logs from the field", () => {
  it("are 60 failures and 50 healthy logs or more, in two halves", () => {
    const failures = fieldCases("failures.txt");
    assert.ok(failures.length >= 60 && fieldCases("healthy.txt").length >= 50);
    assert.ok(failures.filter(({ heldOut }) => heldOut).length > failures.length / 3);
  });

  for (const round of rounds) {
    for (const heldOut of [false, true]) {
      const half = `${round}${heldOut ? "kept aside" : "tuned on"}`;
      it(`are told right as docs/diagnoses.md says, with one false alarm at most: ${half}`, () => {
        const { failures, right, wrong, alarms } = fieldFigures(heldOut, round);
        assert.ok(
          right.length / failures >= (round === "" ? 0.9 : 0.6),
          `${right.length} of ${failures}: ${wrong.join(" ")}`,
        );
        assert.ok(alarms.length <= 1, alarms.join(" "));
      });
    }
  }
});
