import assert from "node:assert/strict";
import { findingText, ToldSteps } from "../../../src/cli/findingText";
import { findingsIn } from "../../../src/core/diagnosis/scan/scanner";

describe("findings on a terminal", () => {
  it("give a step once, under the first finding that has it", () => {
    const told = new ToldSteps();
    const found = findingsIn(
      "cannot receive incremental stream: dataset is busy\ncannot destroy 'tank/a': dataset is busy",
    );
    assert.equal(found.length, 2);
    const text = found.map((finding) => findingText("-", finding, undefined, told)).join("");
    assert.equal(text.split("See which receives run:").length, 2, text);
    assert.equal(
      found
        .map((finding) => findingText("-", finding))
        .join("")
        .split("See which receives run:").length,
      3,
    );
  });

  it("say where the steps are of a finding all of which stand above", () => {
    const told = new ToldSteps();
    const found = findingsIn("umount: /mnt/a: target is busy.");
    const [first = "", second = ""] = [...found, ...found].map((each) => findingText("-", each, undefined, told));
    assert.ok(first.includes("- See who has files open there"));
    assert.ok(!first.includes("stand above"));
    assert.ok(second.endsWith("    - Its steps stand above\n"), second);
  });
});
