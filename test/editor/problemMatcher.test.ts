/** The problem matcher `$zfsr` in the real editor: a task that prints what `zfsr explain` found gives Problems. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import manifest from "../../package.json";

describe("a task that runs zfsr explain", () => {
  const folder = mkdtempSync(join(tmpdir(), "zfsr-matcher-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("gives Problems on the lines of the log, with severity and code", async function () {
    this.timeout(60_000);
    const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
    const log = join(folder, "backup.log");
    writeFileSync(log, "fine\ncannot receive incremental stream: dataset is busy\nfine\n");
    const words = [join(extension?.extensionPath ?? "", "dist", "cli.js"), "explain", log];
    const run = new vscode.ProcessExecution(process.execPath, words, { env: { ELECTRON_RUN_AS_NODE: "1" } });
    const task = new vscode.Task({ type: "process" }, vscode.TaskScope.Global, "explain", "test", run, "$zfsr");
    await vscode.tasks.executeTask(task);
    const found = await problemsOf(vscode.Uri.file(log));
    assert.deepEqual(
      found.map(({ range, severity, code, source }) => [range.start.line, severity, code, source]),
      [[1, vscode.DiagnosticSeverity.Error, "receive-busy", "zfs"]],
    );
    assert.match(found[0]?.message ?? "", /is busy/);
  });
});

function problemsOf(uri: vscode.Uri): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = vscode.languages.getDiagnostics(uri);
      if (found.length === 0) return;
      listening.dispose();
      resolve(found);
    };
    const listening = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}
