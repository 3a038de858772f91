import * as vscode from "vscode";
import { printable } from "../../core/zfs/names";
import type { RemedyAction } from "./liveActions";

/** What can be done about problems, as VS Code offers it. @param diagnostics those that it is offered for */
export function quickFix(
  { title, command, arguments: words, preferred }: RemedyAction,
  ...diagnostics: vscode.Diagnostic[]
): vscode.CodeAction {
  const action = new vscode.CodeAction(printable(title), vscode.CodeActionKind.QuickFix);
  action.command = { command, title: action.title, arguments: [...words] };
  action.diagnostics = diagnostics;
  action.isPreferred = preferred;
  return action;
}
