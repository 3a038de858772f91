import * as vscode from "vscode";
import type { RunId } from "../../core/runs/runDirectory";
import { runUri } from "./runUri";

/** Opens a run's report. @param line the one to look at, from 0 */
export async function openRun(id: RunId, line?: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(runUri(id));
  const options = line === undefined ? {} : { selection: new vscode.Range(line, 0, line, 0) };
  await vscode.window.showTextDocument(document, { preview: true, ...options });
}
