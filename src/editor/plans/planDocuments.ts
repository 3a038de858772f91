import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";

export const planScheme = "zfs-plan";

/** Read-only documents of plans, as a person reads them. Each plan that is shown gets one of its own. */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly texts = new Map<string, string>();
  private count = 0;

  constructor() {
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(planScheme, this));
    this.subscriptions.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === planScheme) this.texts.delete(uri.path);
      }),
    );
  }

  /** @param name the tab's label */
  async show(name: string, text: string): Promise<void> {
    this.count += 1;
    const path = `/${this.count}/${name.replace(/[\\/]/g, "∕")}`;
    this.texts.set(path, text);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: planScheme, path }));
    await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? "This plan is no longer kept: make it again.\n";
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}
