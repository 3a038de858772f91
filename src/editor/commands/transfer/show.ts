import * as vscode from "vscode";
import { transfersViewId } from "../../commandIds";

/** Brings the Transfers view to the front. */
export async function showTransfers(): Promise<void> {
  await vscode.commands.executeCommand(`${transfersViewId}.focus`);
}
