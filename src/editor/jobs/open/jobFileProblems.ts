import * as vscode from "vscode";
import { DisposableStore } from "../../../core/base/disposable";
import type { JobProblem } from "../../../core/jobs/job";
import { printable } from "../../../core/zfs/names";
import type { OpenJobFiles } from "./openJobFiles";

/** What is wrong with the job files that are open, in the Problems panel and in their text. */
export class JobFileProblems implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection("zfs-jobs"));

  constructor(open: OpenJobFiles) {
    this.store.add(open.onDidRead(({ uri, problems }) => this.collection.set(uri, problems.map(toDiagnostic))));
    this.store.add(open.onDidClose((uri) => this.collection.delete(uri)));
  }

  dispose(): void {
    this.store.dispose();
  }
}

function toDiagnostic({ line, column, endLine, endColumn, message }: JobProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, printable(message), vscode.DiagnosticSeverity.Error);
  diagnostic.source = "zfs";
  return diagnostic;
}
