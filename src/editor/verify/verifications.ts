import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import type { RunState } from "../../core/runs/runState";
import { findingCode } from "../findings/findingCode";
import { quickFix } from "../findings/quickFix";
import { unmended } from "./unmended";
import { verifyActions } from "./verifyActions";
import { verifyTexts } from "./verifyCodes";
import { pairName, type VerifyPair } from "./verifyPair";
import type { VerifyReport } from "./verifyText";

const scheme = "zfs-verify";
const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

interface Shown {
  readonly pair: VerifyPair;
  readonly contents: boolean;
  readonly report: VerifyReport;
}

/**
 * What comparisons found, as documents whose lines stand in the Problems panel. They are there until the same pair is
 * compared again, or the document is closed; of what a replication has sent and read back as current, they go with it.
 */
export class Verifications implements vscode.TextDocumentContentProvider, vscode.CodeActionProvider, vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly collection = this.subscriptions.add(vscode.languages.createDiagnosticCollection("zfs verify"));
  private readonly shown = new Map<string, Shown>();
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.subscriptions.add(vscode.languages.registerCodeActionsProvider({ scheme }, this, kinds));
    this.subscriptions.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.forget(uri);
      }),
    );
  }

  /** Keeps what a comparison gave, in the place of what the same pair gave before. */
  tell(pair: VerifyPair, contents: boolean, report: VerifyReport): void {
    const uri = uriOf(pair);
    this.shown.set(uri.path, { pair, contents, report });
    this.changed.fire(uri);
    this.draw(uri);
  }

  /** Opens the document of a pair. */
  async open(pair: VerifyPair): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(pair));
    // a tab of its own: closing it is what takes its problems away
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Takes away what a run has made good, dataset by dataset, as it has read them back. */
  replicated(run: RunState): void {
    for (const [path, { pair, contents, report }] of this.shown) {
      const marks = unmended(report.marks, pair, run);
      if (marks === report.marks) continue;
      this.shown.set(path, { pair, contents, report: { ...report, marks } });
      this.draw(uriOf(pair));
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const lines = this.shown.get(uri.path)?.report.lines;
    return lines ? `${lines.join("\n")}\n` : "This comparison is no longer kept: verify the dataset again.\n";
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const shown = this.shown.get(document.uri.path);
    if (!shown) return [];
    return diagnostics.flatMap((diagnostic) =>
      shown.report.marks
        .filter(({ line }) => line === diagnostic.range.start.line)
        .flatMap((mark) => verifyActions(mark, shown.pair, shown.contents))
        .map((action) => quickFix(action, diagnostic)),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private draw(uri: vscode.Uri): void {
    const { lines = [], marks = [] } = this.shown.get(uri.path)?.report ?? {};
    this.collection.set(
      uri,
      marks.map(({ line, code, message }) => {
        const range = new vscode.Range(line, 2, line, lines[line]?.length ?? 80);
        const diagnostic = new vscode.Diagnostic(range, message, severities[verifyTexts[code].severity]);
        diagnostic.source = "zfs verify";
        diagnostic.code = findingCode("verify", code);
        return diagnostic;
      }),
    );
  }

  private forget(uri: vscode.Uri): void {
    this.shown.delete(uri.path);
    this.collection.delete(uri);
  }
}

function uriOf(pair: VerifyPair): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${pairName(pair).replaceAll("/", "∕")}.txt` });
}
