/** Nothing comes to the front by itself: what takes the focus stands in what a person has started. */
import assert from "node:assert/strict";
import ts from "typescript";
import { sourceFiles } from "../../support/source/sourceFiles";

/** Folders of what runs when a person chose it: commands, what they ask, and panels, which commands alone open. */
const chosen = /^src\/editor\/(commands|prompts|panels|doctor|measure|plans|verify)\//;
/** Opened by a quick fix or a button; the document that Save as Job has written is shown beside, without the focus. */
const byHand = [
  "src/editor/problems/openRun.ts",
  "src/editor/findings/problemDocuments.ts",
  "src/editor/jobs/saveAsJob.ts",
];

/** Calls that bring something to the front. */
function calls(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { text } = node.expression.name;
      const object = node.expression.expression.getText(tree);
      const [first] = node.arguments;
      const keepsFocus = first?.kind === ts.SyntaxKind.TrueKeyword;
      const output = /log|channel|terminal/i.test(object) && text === "show" && !keepsFocus;
      if (output || ["showTextDocument", "createTerminal", "reveal"].includes(text)) found.push(`${object}.${text}`);
      const word = first && ts.isStringLiteralLike(first) ? first.text : "";
      if (text === "executeCommand" && /\.(focus|open)$|^workbench\.(view|action)\./.test(word)) found.push(word);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe("the views", () => {
  it("are made in one place, with collapse all and several rows at once", () => {
    const making = sourceFiles("src/editor").filter(({ tree }) => tree.text.includes("createTreeView("));
    assert.deepEqual(
      making.map(({ path }) => path),
      ["src/editor/tree/treeView.ts"],
    );
    assert.match(making[0]?.tree.text ?? "", /showCollapseAll: true, canSelectMany: true/);
  });
});

describe("the focus", function () {
  this.timeout(180_000);

  it("is taken by nothing that a person has not started", () => {
    const files = sourceFiles("src/editor");
    const taking = files.flatMap(({ path, tree }) => calls(tree).map((call) => ({ path, call })));
    assert.ok(taking.length > 10, "the calls are found");
    assert.deepEqual(
      taking.filter(({ path }) => !chosen.test(path) && !byHand.includes(path)),
      [],
    );
  });
});
