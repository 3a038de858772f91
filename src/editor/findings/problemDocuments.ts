import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { findingCode } from "./findingCode";
import type { DocumentProblem, ProblemDocument, ProblemDocumentKind } from "./problemDocument";
import { quickFix } from "./quickFix";
import { severities } from "./severities";
import { lessened, type Shown } from "./shown";

/** What was found, by the name of what was looked at, as documents whose lines stand in the Problems panel, with quick fixes. */
export class ProblemDocuments<T>
  implements vscode.TextDocumentContentProvider, vscode.CodeActionProvider, vscode.Disposable
{
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly collection: vscode.DiagnosticCollection;
  private readonly shown = new Map<string, Shown<T>>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly kind: ProblemDocumentKind<T>) {
    const { scheme, source, untilClosed } = kind;
    this.collection = this.subscriptions.add(vscode.languages.createDiagnosticCollection(source));
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.subscriptions.add(vscode.languages.registerCodeActionsProvider({ scheme }, this, kinds));
    if (!untilClosed) return;
    this.subscriptions.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.drop(uri);
      }),
    );
  }

  /** Shows what was found, in the place of what was found before under that name. */
  show(name: string, found: T): void {
    const uri = this.uri(name);
    const document = this.kind.render(name, found);
    this.shown.set(uri.path, { name, found, document });
    this.changed.fire(uri);
    this.mark(uri, document);
  }

  /** Takes problems away that are none any more; the text stays as it was found. @param left gives the same where nothing changed */
  lessen(left: (found: T) => T): void {
    for (const [path, shown] of this.shown) {
      const now = lessened(this.kind, shown, left);
      if (now === shown) continue;
      this.shown.set(path, now);
      this.mark(vscode.Uri.from({ scheme: this.kind.scheme, path }), now.document);
    }
  }

  /** Takes what was found under a name away: nobody looks there any more. */
  forget(name: string): void {
    this.drop(this.uri(name));
  }

  /** Opens the document of a name. */
  async open(name: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.uri(name));
    // a tab of its own where closing it is what takes the problems away
    await vscode.window.showTextDocument(document, { preview: !this.kind.untilClosed });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const lines = this.shown.get(uri.path)?.document.lines ?? [this.kind.gone()];
    return `${lines.join("\n")}\n`;
  }

  provideCodeActions(
    { uri }: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const problems = this.shown.get(uri.path)?.document.problems ?? [];
    return diagnostics.flatMap((diagnostic) =>
      problems
        .filter(({ line }) => line === diagnostic.range.start.line)
        .flatMap(({ actions }) => actions.map((action) => quickFix(action, diagnostic))),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private uri(name: string): vscode.Uri {
    const { scheme, suffix } = this.kind;
    return vscode.Uri.from({ scheme, path: `/${name.replaceAll("/", "∕")}${suffix}` });
  }

  private mark(uri: vscode.Uri, { lines, problems }: ProblemDocument): void {
    const diagnosticOf = ({ line, column, message, severity, code }: DocumentProblem): vscode.Diagnostic => {
      const range = new vscode.Range(line, column, line, lines[line]?.length ?? 80);
      const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
      diagnostic.source = this.kind.source;
      diagnostic.code = findingCode(this.kind.part, code);
      return diagnostic;
    };
    this.collection.set(uri, problems.map(diagnosticOf));
  }

  private drop(uri: vscode.Uri): void {
    this.shown.delete(uri.path);
    this.collection.delete(uri);
  }
}
