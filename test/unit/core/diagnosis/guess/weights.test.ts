import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Judge } from "../../../../../src/core/diagnosis/guess/likely";
import { fieldCases } from "../../../../support/field/fieldCases";
import { learnedFrom } from "../../../../support/guesses/learnedFrom";
import { lessons } from "../../../../support/guesses/lessons";
import { linesOf } from "../../../../support/guesses/linesOf";
import { train } from "../../../../support/guesses/train";
import { weightsFile } from "../../../../support/guesses/weightsFile";

const written = readFileSync(new URL("../../../../../src/core/diagnosis/guess/weights.ts", import.meta.url), "utf8");

describe("what guesses have learned", () => {
  it("is what npm run guesses writes, and of less than 110 KB", () => {
    assert.ok(written === weightsFile(learnedFrom(train(lessons()))), "run npm run guesses");
    assert.ok(written.length < 110_000, String(written.length));
  }).timeout(60_000);

  it("tells three of four logs of a round right that it has not learned from (but from the examples of entries that were made for it)", () => {
    const judge = new Judge(learnedFrom(train(lessons("tenth-"))));
    const unseen = fieldCases("tenth-failures.txt");
    const right = unseen.filter(({ log, categories }) => {
      const [likeliest] = judge.likely(linesOf(log));
      return likeliest && categories.includes(likeliest.category);
    });
    assert.ok(right.length >= 0.75 * unseen.length, `${right.length} of ${unseen.length}`);
  }).timeout(60_000);
});
