import * as vscode from "vscode";

/** Opens what decides how hosts are reached in the editor's settings. */
export async function editSettings(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", "zfsReplication.ssh");
}
