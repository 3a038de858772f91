import type * as vscode from "vscode";
import { compose } from "./editor/compose";

/** The root of the editor form. Nothing connects, and no process starts, before somebody looks or asks. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(compose(context));
}

/** Runs go on without the editor; what it holds is let go by its subscriptions. */
export function deactivate(): void {
  return;
}
