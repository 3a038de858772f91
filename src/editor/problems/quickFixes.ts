import * as vscode from "vscode";
import { printable } from "../../core/zfs/names";
import type { RunDiagnostics } from "./runDiagnostics";
import { type RemedyAction, remedyActions } from "./remedyActions";
import { runOfUri, runScheme } from "./runUri";

/** The remedies of a problem as quick fixes, in the Problems panel and in the run's document. */
export class QuickFixes implements vscode.CodeActionProvider {
  constructor(private readonly diagnostics: RunDiagnostics) {}

  register(): vscode.Disposable {
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    return vscode.languages.registerCodeActionsProvider({ scheme: runScheme }, this, kinds);
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const problems = this.diagnostics.of(runOfUri(document.uri));
    const ours = diagnostics.filter((diagnostic) => diagnostic.source === "zfs");
    return ours.flatMap((diagnostic) =>
      (problems?.marks ?? [])
        .filter((mark) => mark.line === diagnostic.range.start.line && mark.code === diagnostic.code)
        .flatMap((mark) => (problems ? remedyActions(mark, problems) : []))
        .map((remedy) => toCodeAction(remedy, diagnostic)),
    );
  }
}

function toCodeAction(remedy: RemedyAction, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const action = new vscode.CodeAction(printable(remedy.title), vscode.CodeActionKind.QuickFix);
  action.command = { command: remedy.command, title: action.title, arguments: [...remedy.arguments] };
  action.diagnostics = [diagnostic];
  action.isPreferred = remedy.preferred;
  return action;
}
