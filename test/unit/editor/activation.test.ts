import assert from "node:assert/strict";
import ts from "typescript";
import { sourceFiles, type SourceFile } from "../../support/source/sourceFiles";

/** What a file's own code loads at once: imports of values that stand at its top, not those by `import()`. */
function loadedBy(file: SourceFile): string[] {
  const late = new Set<string>();
  const visit = (node: ts.Node): void => {
    const [specifier] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && specifier)
      if (ts.isStringLiteralLike(specifier)) late.add(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return file.imports
    .filter((entry) => !entry.typeOnly && !late.has(entry.specifier))
    .map((entry) => entry.file ?? entry.specifier);
}

describe("starting the extension", () => {
  it("loads nothing of the panels, no schema and no heavy library", () => {
    const files = new Map(sourceFiles("src").map((file) => [file.path, file]));
    const seen = new Set<string>();
    const from = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const file = files.get(path);
      for (const next of file ? loadedBy(file) : []) from(next);
    };
    from("src/extension.ts");
    assert.ok(seen.has("src/editor/panels/lazyPanels.ts") && seen.size > 100, `only ${seen.size} files`);
    const heavy = [...seen].filter(
      (path) =>
        /^(zod|zod\/mini|yaml|ssh2|execa|lit|uplot)$/.test(path) ||
        path.startsWith("src/webview/") ||
        /^src\/editor\/panels\/(panels|panelPage|planReview|transfers|lineage|topology)\b/.test(path),
    );
    assert.deepEqual(heavy, []);
  });
});
