import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import type { LogFinding } from "../../core/diagnosis/scan/logFinding";
import { onHost } from "../../core/diagnosis/scan/onHost";
import { findingCode } from "../findings/findingCode";
import { severities } from "../findings/severities";
import { plainText } from "../plainText";
import { findingMessage } from "./findingActions";
import { logOfUri, logScheme } from "./logUri";

/** A finding with where it stands in its document. */
export interface ShownFinding {
  /** Whose log it is; undefined for a document of which nobody knows. */
  readonly host: string | undefined;
  readonly finding: LogFinding;
  readonly range: vscode.Range;
}

/** Findings in open documents as Problems: in logs of hosts always, in any other document once it was asked for. */
export class LogFindings implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection("zfs-log"));
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  private readonly shown = new Map<string, readonly ShownFinding[]>();
  readonly onDidChange = this.changed.event;

  constructor() {
    this.store.add(vscode.workspace.onDidOpenTextDocument((document) => void this.renew(document)));
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.renew(document)));
    this.store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
  }

  /** Looks for findings in a document, or in a part of it, and shows them. @returns how many there are */
  async explain(document: vscode.TextDocument, part?: vscode.Range): Promise<number> {
    // the catalogue is large: it is loaded with the first log
    const { findingsIn } = await import("../../core/diagnosis/scan/scanner");
    if (document.isClosed) return 0;
    const from = part?.start.line ?? 0;
    const lines = part && new vscode.Range(from, 0, part.end.line, Number.MAX_SAFE_INTEGER);
    const found = findingsIn(document.getText(lines)).map((finding) => this.place(document, finding, from));
    this.shown.set(document.uri.toString(), found);
    this.collection.set(
      document.uri,
      found.map((each) => this.diagnostic(each)),
    );
    this.changed.fire();
    return found.length;
  }

  of(uri: vscode.Uri): readonly ShownFinding[] {
    return this.shown.get(uri.toString()) ?? [];
  }

  dispose(): void {
    this.store.dispose();
  }

  private async renew(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme === logScheme || this.shown.has(document.uri.toString())) await this.explain(document);
  }

  private forget(uri: vscode.Uri): void {
    this.shown.delete(uri.toString());
    this.collection.delete(uri);
  }

  private place(document: vscode.TextDocument, finding: LogFinding, from: number): ShownFinding {
    const { host } = document.uri.scheme === logScheme ? logOfUri(document.uri) : { host: undefined };
    const first = Math.min(finding.line - 1 + from, document.lineCount - 1);
    const last = document.lineAt(Math.min(finding.endLine - 1 + from, document.lineCount - 1));
    const { firstNonWhitespaceCharacterIndex } = document.lineAt(first);
    const range = new vscode.Range(first, firstNonWhitespaceCharacterIndex, last.lineNumber, last.range.end.character);
    return { host, finding: host === undefined ? finding : onHost(finding, host), range };
  }

  private diagnostic({ finding, range }: ShownFinding): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(range, plainText(findingMessage(finding)), severities[finding.severity]);
    diagnostic.source = "zfs";
    diagnostic.code = findingCode("log", finding.id);
    return diagnostic;
  }
}
