import assert from "node:assert/strict";
import type { ProblemDocument } from "../../../../src/editor/findings/problemDocument";
import { lessened } from "../../../../src/editor/findings/shown";

describe("problems in a document of what was found", () => {
  const render = (name: string, found: readonly string[]): ProblemDocument => ({
    lines: [name, ...found],
    problems: found.map((word, i) => {
      return { line: i + 1, column: 0, code: word, severity: "error", message: `${name}: ${word}`, actions: [] };
    }),
  });
  const found = ["one", "two"];
  const shown = { name: "alpha:tank", found, document: render("alpha:tank", found) };

  it("are taken away under the name of what was looked at; its text stays", () => {
    const { name, document } = lessened({ render }, shown, (all) => all.slice(0, 1));
    assert.equal(name, "alpha:tank");
    assert.deepEqual(document.lines, ["alpha:tank", "one", "two"]);
    assert.deepEqual(
      document.problems.map(({ message }) => message),
      ["alpha:tank: one"],
    );
  });

  it("stay as they are where nothing changed", () => {
    assert.equal(
      lessened({ render }, shown, (all) => all),
      shown,
    );
  });
});
