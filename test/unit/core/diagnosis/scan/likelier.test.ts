import assert from "node:assert/strict";
import { catalogue } from "../../../../../src/core/diagnosis/catalogue/catalogue";
import type { Entry } from "../../../../../src/core/diagnosis/catalogue/entry";
import { findingAt, type LogFinding } from "../../../../../src/core/diagnosis/scan/logFinding";
import { likeliestFirst, withLikelierCategory } from "../../../../../src/core/diagnosis/scan/likelier";

function entry(id: string): Entry {
  const found = catalogue.find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

function findingOf(id: string, text: string, line = 1): LogFinding {
  const parts = { reason: text };
  return findingAt({ entry: entry(id), parts, line, endLine: line, count: 1, host: undefined, text }, []);
}

const login = "copytool: error: Permission denied (publickey): no such identity file, authentication failed";

describe("a finding that only says that something failed", () => {
  it("is told with the category that the words around it make much likelier, as a guess, with where to look", () => {
    const finding = findingOf("unknown-tool-failed", "zrepl: error: the pull job failed");
    const told = withLikelierCategory(entry("unknown-tool-failed"), finding, ["fine", login, finding.text, "fine"]);
    assert.equal(told.category, "ssh-auth");
    assert.match(told.cause, /^No entry knows this message; .* about a login, which is a guess$/);
    assert.ok(told.remedies.some(({ title }) => title.startsWith("Try the connection by hand")));
    assert.equal(told.severity, finding.severity);
    assert.equal(told.title, finding.title);
  });

  it("keeps its own where nothing is much likelier, and where only lines far from it would say so", () => {
    const finding = findingOf("unknown-tool-failed", "zrepl: error: exited with 1");
    const far = [finding.text, ...Array.from({ length: 20 }, () => "fine"), login];
    assert.deepEqual(withLikelierCategory(entry("unknown-tool-failed"), finding, far), finding);
  });

  it("is never told as no more than a program that failed", () => {
    const finding = findingOf("unknown-tool-config", "zrepl: error: the left hand is invalid");
    const around = ["Traceback (most recent call last):", finding.text, "unit exited, Failed with result 'exit-code'."];
    assert.deepEqual(withLikelierCategory(entry("unknown-tool-config"), finding, around), finding);
  });

  it("is none that an entry knows more of: that one keeps its category whatever stands around it", () => {
    const finding = findingOf("dataset-busy", "cannot destroy 'a/b': dataset is busy");
    assert.deepEqual(withLikelierCategory(entry("dataset-busy"), finding, [login, finding.text, login]), finding);
  });
});

describe("the errors of one episode", () => {
  const busy = findingOf("dataset-busy", "cannot destroy 'a/b': dataset is busy", 1);
  const refused = findingOf("ssh-too-many-keys", login, 2);

  it("begin with the one that the words make much likelier", () => {
    const lines = ["it failed", login, "root@nas: Permission denied (publickey,password)."];
    assert.deepEqual(likeliestFirst([busy, refused], lines), [refused, busy]);
  });

  it("stay in the order of the text where none is, where they are warnings, and where the text is long", () => {
    for (const [findings, lines] of [
      [[busy, refused], [busy.text]],
      [[busy, { ...refused, severity: "warning" }], [login]],
      [[busy, refused], Array.from({ length: 100 }, () => login)],
    ] as const)
      assert.deepEqual(likeliestFirst(findings, lines), findings);
  });
});
