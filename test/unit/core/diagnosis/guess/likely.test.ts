import assert from "node:assert/strict";
import { gramsOf } from "../../../../../src/core/diagnosis/guess/grams";
import { Judge, oddsOf, theJudge } from "../../../../../src/core/diagnosis/guess/likely";

describe("what lines are likely to be about", () => {
  it("is said of every category, the likeliest first, in shares of the whole", () => {
    const likely = theJudge().likely(["ssh: connect to host nas port 22: Connection refused"]);
    const shares = likely.map(({ share }) => share);
    assert.equal(likely[0]?.category, "network");
    assert.equal(likely.length, 25);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => b - a),
    );
    assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-9);
  });

  it("does not depend on names, numbers and addresses", () => {
    const said = (pool: string, host: string): string[] => [
      `cannot receive into ${pool}/home: connection to root@${host} was lost after 12 s`,
    ];
    assert.deepEqual(theJudge().likely(said("tank", "nas")), theJudge().likely(said("backup", "orion.example.org")));
  });

  it("is the same each time, also of nothing", () => {
    for (const lines of [["dataset is busy"], [""], []])
      assert.deepEqual(theJudge().likely(lines), theJudge().likely(lines));
  });

  it("is told by what is written down for parts of words: a letter for how rare it is, one for the class, one for the weight", () => {
    const judge = new Judge({ classes: ["busy", "space"], unit: 1, weights: "busy80_|full81_" });
    assert.equal(judge.likely(["busy"])[0]?.category, "busy");
    assert.equal(judge.likely(["full"])[0]?.category, "space");
    assert.ok(Math.abs(oddsOf(judge.likely(["nothing"]), "busy", "space")) < 1e-9);
    assert.ok(oddsOf(judge.likely(["full"]), "space", "busy") > 5);
  });

  it("counts a line that calls nothing trouble less than one that does", () => {
    const grams = gramsOf(["failed: busy", "it is full"]);
    assert.ok((grams.get("busy") ?? 0) > (grams.get("full") ?? 0));
  });

  it("needs no time that grows faster than the lines, whatever stands in them", () => {
    const hostile = ["a", "/", "@", "'", " ", "\0", "a/", "=,", "ä", "1a", "\ud800", "error: ", "i/o", "_9"];
    const timeOf = (times: number): number => {
      const lines = hostile.map((piece) => piece.repeat(times));
      const start = performance.now();
      theJudge().likely(lines);
      return performance.now() - start;
    };
    timeOf(1000);
    assert.ok(timeOf(100_000) < 1000);
  }).timeout(20_000);
});
