import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { reasons } from "../../../../src/core/base/errors";
import { catalogue } from "../../../../src/core/diagnosis/catalogue/catalogue";
import { guesses } from "../../../../src/core/diagnosis/guess/guesses";
import { checks } from "../../../../src/core/doctor/examine";
import { anchorOf } from "../../../../src/editor/findings/anchorOf";
import { verifyTexts } from "../../../../src/editor/verify/verifyCodes";
import { diagnosesPage } from "../../../support/diagnoses/diagnosesPage";

const written = readFileSync(new URL("../../../../docs/diagnoses.md", import.meta.url), "utf8");

describe("docs/diagnoses.md", () => {
  it("says what the catalogue says: npm run diagnoses writes it", async () => {
    assert.equal(written, await format(diagnosesPage(), { parser: "markdown", printWidth: 120 }));
  }).timeout(20_000);

  it("has a heading, and only one, for every code that a problem of the editor leads to", () => {
    // as VS Code's Markdown and GitHub make anchors out of headings
    const anchors = [...written.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .trim()
        .replace(/\s+/g, "-"),
    );
    const codes = [
      ...[...catalogue, ...guesses.values()].map(({ id }) => anchorOf("log", id)),
      ...[...reasons, "left-for-you"].map((reason) => anchorOf("run", reason)),
      ...checks.map(({ id }) => anchorOf("doctor", id)),
      ...Object.keys(verifyTexts).map((code) => anchorOf("verify", code)),
    ];
    assert.ok(codes.length > 300);
    assert.deepEqual(
      codes.filter((code) => anchors.filter((anchor) => anchor === code).length !== 1),
      [],
    );
  });
});
