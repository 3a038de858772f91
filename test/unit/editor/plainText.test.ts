import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { plainText } from "../../../src/editor/plainText";

/** VS Code's own (src/vs/base/common/linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

describe("text of hosts in notifications and prompts", () => {
  it("makes no links", () => {
    for (const text of [
      "cannot receive: [Fix](command:workbench.action.terminal.sendSequence?%7B%7D)",
      "[a](command:x)[b](command:y)",
      '[[a]](https://example.org "title")',
      "[a]\u2060(command:x)",
    ]) {
      assert.ok(!link.test(plainText(text)), text);
    }
    assert.match("[a](command:x)", link);
  });

  it("shows control characters and leaves all other text alone", () => {
    assert.equal(plainText("a\u001b[31m"), "a\\u{1b}[31m");
    assert.equal(plainText("beta:backup/demo@a (1 of 2) [x] (y)"), "beta:backup/demo@a (1 of 2) [x] (y)");
  });

  it("comes there by this function alone", () => {
    const folder = join(process.cwd(), "src", "editor");
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const telling =
      /show(?:Error|Warning|Information)Message\(|ProgressLocation\.Notification|\b(?:box|input)\.prompt = /;
    for (const name of sources) {
      const text = readFileSync(join(folder, name), "utf8");
      // a modal dialog has no links; the titles of plans are fixed text
      if (!telling.test(text) || /confirm\.ts$|dataset[\\/]replicate\.ts$/.test(name)) continue;
      assert.match(text, /plainText\(/, name);
    }
  });
});
