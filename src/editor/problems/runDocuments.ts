import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { Throttle } from "../../core/base/throttle";
import { readJournal } from "../../core/runs/journal";
import { runFiles } from "../../core/runs/runDirectory";
import type { Transfers } from "../runs/transfers";
import { renderRun } from "../../core/runs/runText";
import { runOfUri, runScheme, runUri } from "./runUri";

/** Milliseconds: the whole journal is read for it. */
const renewEvery = 500;

/** Shows journals as text. A document that is open is renewed when its run says something. */
export class RunDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly renewing = new Map<string, Throttle>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly runs: string,
    transfers: Transfers,
  ) {
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(runScheme, this));
    this.subscriptions.add(
      transfers.onDidChange(({ files, state }) => {
        const uri = runUri(files.id);
        const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
        if (!open || state.progress !== undefined) return;
        const known = this.renewing.get(files.id);
        const renewing = known ?? new Throttle(renewEvery, () => this.changed.fire(uri));
        this.renewing.set(files.id, renewing);
        renewing.trigger();
      }),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const events = await readJournal(runFiles(this.runs, runOfUri(uri)));
    return `${renderRun(events).lines.join("\n")}\n`;
  }

  dispose(): void {
    for (const renewing of this.renewing.values()) renewing.dispose();
    this.subscriptions.dispose();
  }
}
