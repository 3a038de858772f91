/** Job files in the editor: their mistakes as Problems, and what can be done with a job beside its name. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import manifest from "../../package.json";
import { page, requirePage } from "../support/editor/page";

const jobFile = `version: 1
jobs:
  nightly:
    source: alpha:tank/db
    targets: [beta:backup/db]
`;

/** Waits for what `look` finds; fails with the last thing that it saw. */
async function until<T>(look: () => T | Promise<T>, found: (seen: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 30_000; ;) {
    const seen = await look();
    if (found(seen)) return seen;
    if (Date.now() > deadline) assert.fail(`in vain, there is ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("a job file in the editor", function () {
  this.timeout(60_000);
  let document: vscode.TextDocument;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("zfsReplication");
  const problems = (): [number, number, string][] =>
    vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ source }) => source === "zfs")
      .map(({ range, message }) => [range.start.line, range.start.character, message]);
  const provided = (): Thenable<vscode.CodeLens[]> =>
    vscode.commands.executeCommand("vscode.executeCodeLensProvider", document.uri);
  const lenses = async (): Promise<string[]> => {
    return (await provided()).map(({ range, command }) => `${range.start.line} ${command?.title ?? ""}`);
  };
  const replace = async (from: string, to: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf(from);
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
    edit.replace(document.uri, range, to);
    assert.ok(at >= 0 && (await vscode.workspace.applyEdit(edit)), from);
  };

  before(async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? assert.fail("no folder is open");
    assert.ok(folder);
    await vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.activate();
    const uri = vscode.Uri.joinPath(folder.uri, "nightly.replication.yml");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(jobFile));
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.workspace.fs.delete(document.uri);
  });

  it("has Run, Dry Run, Status and the last run above each job, unless the setting says no", async () => {
    const all = ["2 $(play) Run", "2 Dry Run", "2 Status", "2 Never run"];
    await until(lenses, (seen) => seen.join() === all.join());
    await settings().update("jobs.codeLens", false, vscode.ConfigurationTarget.Global);
    await until(lenses, (seen) => seen.length === 0);
    await settings().update("jobs.codeLens", undefined, vscode.ConfigurationTarget.Global);
    await until(lenses, (seen) => seen.length === 4);
  });

  it("has its mistakes at their places before it is saved, and none any more once they are mended", async () => {
    await replace("source: alpha:tank/db", "sauce: alpha:tank/db");
    const seen = await until(problems, (found) => found.length > 0);
    assert.deepEqual(seen, [
      [2, 2, "'source' is missing"],
      [3, 4, "unknown key 'sauce'"],
    ]);
    assert.ok(document.isDirty);
    assert.deepEqual((await lenses()).length, 4, "what stands above the job stays while one types");
    await replace("sauce", "source");
    await until(problems, (found) => found.length === 0);
  });

  it("has no job run while it has mistakes: the message names the line", async function () {
    requirePage(this);
    await replace("version: 1", "version: 2");
    await until(problems, (found) => found.length > 0);
    const [run] = await provided();
    const command = run?.command ?? assert.fail("no lens");
    await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
    await page.waitForNotification(/nightly\.replication\.yml:1.* 'version' must be 1/);
  });
});

describe("a job file that is on no disk", function () {
  this.timeout(30_000);
  const uri = vscode.Uri.parse("zfsr-test:/virtual/replication.yaml");
  const bytes = new TextEncoder().encode(jobFile.replace("alpha:tank/db", "alpha"));
  const never = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let registered: vscode.Disposable;

  before(async () => {
    await vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.activate();
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    registered = vscode.workspace.registerFileSystemProvider("zfsr-test", {
      onDidChangeFile: never.event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length }),
      readFile: () => bytes,
      ...{ readDirectory: () => [], createDirectory: refuse, writeFile: refuse, delete: refuse, rename: refuse },
    });
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    registered.dispose();
  });

  it("has its mistakes as Problems, too", async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const seen = await until(
      () => vscode.languages.getDiagnostics(uri),
      (found) => found.length > 0,
    );
    assert.deepEqual(
      seen.map(({ source, range }) => [source, range.start.line]),
      [["zfs", 3]],
    );
  });

  it("is not run, and the message says why", async function () {
    requirePage(this);
    const file = { uri, jobs: [], problems: [] };
    const node = { kind: "job", id: "", file, found: { job: { name: "nightly" }, line: 3 } };
    await vscode.commands.executeCommand("zfsReplication.job.run", node);
    await page.waitForNotification(/is not on a disk of the machine that the extension runs on/);
  });
});
