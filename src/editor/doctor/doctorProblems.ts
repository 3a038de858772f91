import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import type { CheckResult } from "../../core/doctor/check";
import { printable } from "../../core/zfs/names";
import type { CommandId } from "../commandIds";
import { findingCode } from "../findings/findingCode";
import { quickFix } from "../findings/quickFix";
import { type DoctorMark, doctorText } from "./doctorState";
import { t } from "../l10n/t";

const scheme = "zfs-doctor";

interface Shown {
  readonly text: string;
  readonly marks: readonly DoctorMark[];
}

/** What doctors found, as documents whose lines stand in the Problems panel, with quick fixes. */
export class DoctorProblems
  implements vscode.TextDocumentContentProvider, vscode.CodeActionProvider, vscode.Disposable
{
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly collection = this.subscriptions.add(vscode.languages.createDiagnosticCollection("zfs doctor"));
  private readonly shown = new Map<string, Shown>();
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.subscriptions.add(vscode.languages.registerCodeActionsProvider({ scheme }, this, kinds));
  }

  /** @param place `alpha:tank/demo to beta:backup/demo`: what was looked at before under that name is replaced */
  show(place: string, results: readonly CheckResult[]): void {
    const uri = uriOf(place);
    const { lines, marks } = doctorText(place, results);
    this.shown.set(uri.path, { text: `${lines.join("\n")}\n`, marks });
    this.changed.fire(uri);
    this.collection.set(
      uri,
      marks.map(({ line, result }) => {
        const range = new vscode.Range(line, 8, line, lines[line]?.length ?? 80);
        const message = printable(`${result.host}: ${result.title} (${result.detail}): ${result.why}.`);
        const severity = result.state === "fail" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
        const diagnostic = new vscode.Diagnostic(range, message, severity);
        diagnostic.source = "zfs doctor";
        diagnostic.code = findingCode("doctor", result.id);
        return diagnostic;
      }),
    );
  }

  /** Takes the problems of a place away: nobody looks there any more. */
  forget(place: string): void {
    const uri = uriOf(place);
    this.shown.delete(uri.path);
    this.collection.delete(uri);
  }

  /** Opens the document. */
  async open(place: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(place));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.shown.get(uri.path)?.text ?? "The doctor's panel has been closed: examine the place again.\n";
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const marks = this.shown.get(document.uri.path)?.marks ?? [];
    return diagnostics.flatMap((diagnostic) =>
      marks
        .filter(({ line }) => line === diagnostic.range.start.line)
        .flatMap(({ result }) => actionsOf(result))
        .map(({ argument, ...action }) => quickFix({ ...action, arguments: [argument] }, diagnostic)),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

interface Action {
  readonly title: string;
  readonly command: CommandId;
  readonly argument: unknown;
  readonly preferred: boolean;
}

function actionsOf({ host, title, remedy, fix }: CheckResult): Action[] {
  return [
    ...(fix === undefined
      ? []
      : [
          {
            title: t("Review Plan: {0}", remedy ?? title),
            command: "zfsReplication.health.fix" as const,
            argument: { host, fix },
            preferred: true,
          },
        ]),
    ...(remedy === undefined
      ? []
      : [
          {
            title: t("Copy Remedy: {0}", remedy),
            command: "zfsReplication.problem.copyCommand" as const,
            argument: { title, command: remedy, risk: "none" },
            preferred: false,
          },
        ]),
  ];
}

function uriOf(place: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${place.replaceAll("/", "∕")}` });
}
