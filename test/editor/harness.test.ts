/** The harness itself: what the other tests of this folder rely on. */
import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import * as vscode from "vscode";
import manifest from "../../package.json";
import { page, requirePage } from "../support/editor/page";

describe("the editor harness", () => {
  it("runs an editor that the extension is made for", () => {
    const oldest = manifest.engines.vscode.replace("^", "").split(".").map(Number);
    const running = vscode.version.split(".").map(Number);
    const newer = running.findIndex((part, i) => part > (oldest[i] ?? 0));
    const older = running.findIndex((part, i) => part < (oldest[i] ?? 0));
    assert.ok(
      older === -1 || (newer !== -1 && newer < older),
      `${vscode.version} is older than ${manifest.engines.vscode}`,
    );
  });

  it("executes a command", async () => {
    const commands = await vscode.commands.getCommands();
    assert.ok(commands.includes("workbench.action.quickOpen"));
    const registered = vscode.commands.registerCommand("harness.double", (n: number) => 2 * n);
    assert.equal(await vscode.commands.executeCommand("harness.double", 21), 42);
    registered.dispose();
  });

  describe("with a page to click on", () => {
    before(function () {
      requirePage(this);
    });

    it("clicks a status bar item", async () => {
      const item = vscode.window.createStatusBarItem("harness", vscode.StatusBarAlignment.Left);
      const clicked = new Promise<void>((resolve) => {
        item.command = { command: "harness.clicked", title: "" };
        vscode.commands.registerCommand("harness.clicked", () => resolve());
      });
      item.text = "$(check) harness";
      item.show();
      await page.clickStatusBarItem("harness");
      await clicked;
      item.dispose();
    });

    it("chooses from a quick pick, and fills an input box", async () => {
      const picked = vscode.window.showQuickPick(["one", "two", "twelve"]);
      assert.deepEqual(await page.quickPickRows(), ["one", "two", "twelve"]);
      await page.pick("two");
      assert.equal(await picked, "two");

      const many = vscode.window.showQuickPick(["one", "two", "twelve"], { canPickMany: true });
      await page.tick("two");
      await page.tick(/^twe/);
      await page.confirmPicks();
      assert.deepEqual(await many, ["two", "twelve"]);

      const typed = vscode.window.showInputBox({ prompt: "A name" });
      await page.fillInputBox("tank/demo");
      assert.equal(await typed, "tank/demo");
    });

    it("clicks the button of a notification", async () => {
      const answer = vscode.window.showWarningMessage("The pool is degraded", "Look", "Leave");
      await page.clickNotificationButton("The pool is degraded", "Look");
      assert.equal(await answer, "Look");
    });

    it("reads the Problems panel", async () => {
      const document = await vscode.workspace.openTextDocument({ content: "version: 2" });
      const problems = vscode.languages.createDiagnosticCollection("harness");
      const range = new vscode.Range(0, 9, 0, 10);
      problems.set(document.uri, [
        new vscode.Diagnostic(range, "unknown version", vscode.DiagnosticSeverity.Error),
        new vscode.Diagnostic(range, "an odd number would do", vscode.DiagnosticSeverity.Warning),
      ]);
      assert.deepEqual(await page.problems(), [
        { file: "version: 2", message: "unknown version", severity: "error", place: "[Ln 1, Col 10]" },
        { file: "version: 2", message: "an odd number would do", severity: "warning", place: "[Ln 1, Col 10]" },
      ]);
      problems.dispose();
    });

    it("runs a function with playwright's page", async () => {
      const title = await page.run((p, selector) => p.locator(selector).count(), ".monaco-workbench");
      assert.equal(title, 1);
      await assert.rejects(
        page.run((p) => p.locator(".not-there").click({ timeout: 50 })),
        /\.not-there/,
      );
    });

    it("takes a screenshot", async () => {
      rmSync("out/pictures/harness.png", { force: true });
      const path = await page.screenshot("harness");
      assert.ok(existsSync(path));
    });
  });
});
