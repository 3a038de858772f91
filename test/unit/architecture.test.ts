import assert from "node:assert/strict";
import ts from "typescript";
import { cycles, sourceFiles, type SourceFile } from "../support/source/sourceFiles";

/** The layers of docs/architecture.md: what stands on the left may import what stands on the right. */
const pure = ["base", "zfs", "plan", "jobs", "replication", "administration", "diagnosis"];
const core = [...pure, "hosts", "doctor", "measure", "verify", "runs"];
const mayImport: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(pure.map((layer, i) => [layer, pure.slice(0, i + 1)])),
  hosts: ["base", "zfs", "hosts"],
  doctor: ["base", "zfs", "plan", "hosts", "doctor"],
  measure: ["base", "zfs", "plan", "hosts", "measure"],
  verify: ["base", "zfs", "hosts", "verify"],
  runs: core,
  cli: [...core, "cli"],
  editor: [...core, "protocol", "editor"],
  protocol: ["base", "protocol"],
  webview: ["base", "protocol", "webview"],
  "src/cli.ts": [...core, "cli"],
  "src/extension.ts": [...core, "editor"],
};
/** Types cost nothing at run time, so the messages to a webview may speak of what the core knows. */
const mayImportTypes: Readonly<Record<string, readonly string[]>> = { ...mayImport, protocol: [...core, "protocol"] };

const roots = ["src/cli.ts", "src/extension.ts"];

/** `src/core/zfs/names.ts` to `zfs`, `src/cli/output.ts` to `cli`; a root is a layer of its own. */
function layerOf(path: string): string {
  const [, first = "", second = ""] = path.split("/");
  if (!path.startsWith("src/") || roots.includes(path)) return path;
  return first === "core" ? second : first;
}

/** Functions that a file exports, and the nodes that carry their docstrings. */
function exportedFunctions(file: SourceFile): { readonly name: string; readonly node: ts.Node }[] {
  return file.tree.statements.flatMap((statement): { name: string; node: ts.Node }[] => {
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((word) => word.kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) return [];
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? "default", node: statement }];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations
      .filter(
        (declaration) =>
          declaration.initializer &&
          (ts.isArrowFunction(declaration.initializer) || ts.isFunctionExpression(declaration.initializer)),
      )
      .map((declaration) => ({ name: declaration.name.getText(file.tree), node: statement }));
  });
}

function nodesIn(file: SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return nodes;
}

describe("the architecture", () => {
  let files: SourceFile[];

  before(() => {
    files = sourceFiles("src");
  });

  it("is looked at in whole: every import that is no package leads to a file", () => {
    assert.ok(files.length > 100, `only ${files.length} files were found`);
    const lost = files.flatMap((file) =>
      file.imports
        .filter((entry) => entry.specifier.startsWith(".") && !entry.file)
        .map((entry) => `${file.path}: ${entry.specifier}`),
    );
    assert.deepEqual(lost, []);
  });

  it("knows a layer for every file", () => {
    assert.deepEqual(
      files.map((file) => file.path).filter((path) => !(layerOf(path) in mayImport)),
      [],
    );
  });

  it("lets each layer import those before it and no other", () => {
    const wrong = files.flatMap((file) =>
      file.imports.flatMap((entry) => {
        if (entry.file === undefined || entry.file === "package.json") return [];
        const allowed = (entry.typeOnly ? mayImportTypes : mayImport)[layerOf(file.path)] ?? [];
        return allowed.includes(layerOf(entry.file)) ? [] : [`${file.path} imports ${entry.file}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });

  it("lets nothing import a root", () => {
    const wrong = files.flatMap((file) =>
      file.imports.filter((entry) => roots.includes(entry.file ?? "")).map(() => file.path),
    );
    assert.deepEqual(wrong, []);
  });

  it("keeps the manifest to the roots", () => {
    const wrong = files.filter(
      (file) => !roots.includes(file.path) && file.imports.some((entry) => entry.file === "package.json"),
    );
    assert.deepEqual(
      wrong.map((file) => file.path),
      [],
    );
  });

  it("keeps vscode in the editor", () => {
    const wrong = files.filter(
      (file) =>
        layerOf(file.path) !== "editor" &&
        file.path !== "src/extension.ts" &&
        file.imports.some((entry) => entry.specifier === "vscode"),
    );
    assert.deepEqual(
      wrong.map((file) => file.path),
      [],
    );
  });

  it("keeps Node's modules out of the pure layers and the browser's code", () => {
    const wrong = files.flatMap((file) =>
      [...pure, "protocol", "webview"].includes(layerOf(file.path))
        ? file.imports
            .filter((entry) => /^node:|^vscode$|^ssh2$|^execa$/.test(entry.specifier))
            .map((entry) => `${file.path} imports ${entry.specifier}`)
        : [],
    );
    assert.deepEqual(wrong, []);
  });

  it("keeps the clock, chance and the process out of the pure layers", () => {
    const impure = new Set(["Date.now", "Math.random", "performance.now", "crypto.randomUUID"]);
    const wrong = files
      .filter((file) => pure.includes(layerOf(file.path)))
      .flatMap((file) =>
        nodesIn(file)
          .filter(
            (node) =>
              (ts.isPropertyAccessExpression(node) &&
                (impure.has(node.getText(file.tree)) || node.expression.getText(file.tree) === "process")) ||
              (ts.isNewExpression(node) && node.expression.getText(file.tree) === "Date" && !node.arguments?.length),
          )
          .map((node) => `${file.path}: ${node.getText(file.tree)}`),
      );
    assert.deepEqual(wrong, []);
  });

  it("has no cycle of imports", () => {
    const edges = new Map(
      files.map((file) => [
        file.path,
        file.imports.filter((entry) => !entry.typeOnly).flatMap((entry) => entry.file ?? []),
      ]),
    );
    assert.deepEqual(cycles(edges), []);
  });

  it("would see a cycle", () => {
    const edges = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["a", "d"]],
      ["d", []],
      ["e", ["e"]],
    ]);
    assert.deepEqual(cycles(edges), [["a", "b", "c"], ["e"]]);
  });

  it("has no file of more than 400 lines", () => {
    const long = files
      .map((file) => [file.path, file.text.split("\n").length - 1] as const)
      .filter(([, lines]) => lines > 400);
    assert.deepEqual(long, []);
  });

  it("has no default export", () => {
    const wrong = files.filter((file) =>
      nodesIn(file).some(
        (node) =>
          ts.isExportAssignment(node) ||
          (ts.isExportSpecifier(node) && node.name.text === "default") ||
          (node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent)),
      ),
    );
    assert.deepEqual(
      wrong.map((file) => file.path),
      [],
    );
  });

  it("has a docstring for every function that the core exports", () => {
    const bare = files
      .filter((file) => file.path.startsWith("src/core/"))
      .flatMap((file) =>
        exportedFunctions(file)
          .filter(({ node }) => ts.getJSDocCommentsAndTags(node).length === 0)
          .map(({ name }) => `${file.path}: ${name}`),
      );
    assert.deepEqual(bare, []);
  });
});
