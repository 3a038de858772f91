import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type * as z from "zod/mini";
import { DisposableStore } from "../../core/base/disposable";
import type { Log } from "../../core/base/log";
import { Throttle } from "../../core/base/throttle";
import { protocolVersion } from "../../protocol/message";
import type { PanelName } from "../../protocol/panelName";
import { pageHtml } from "./pageHtml";
import { pageWords } from "./pageWords";

/** Milliseconds; more often nobody can read it. */
const drawEvery = 250;

/** What the pages of all panels have in common. */
export interface CommonPageOptions {
  readonly name: PanelName;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  /** Hears what an action threw. */
  readonly failed: (error: unknown) => void;
}

export interface PanelPageOptions<Action> extends CommonPageOptions {
  /** What the page may ask for; anything else is dropped. */
  readonly actions: z.ZodMiniType<Action>;
  readonly act: (action: Action) => unknown;
  /** What there is to show just now. */
  readonly state: () => unknown;
}

/** Where pages may load from: their own scripts and style, and nothing else. */
export function pagesFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** What all panels allow their pages. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, enableForms: false, localResourceRoots: [pagesFolder(extensionUri)] };
}

/**
 * The page of one panel: its document, and the messages both ways. A page that is hidden is gone, and asks for its state
 * when it is seen again; what it sends is checked, and what does not fit is dropped.
 */
export class PanelPage<Action extends { readonly type: string }> implements vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly drawing: Throttle;
  private ready = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly options: PanelPageOptions<Action>,
  ) {
    const { webview } = panel;
    const folder = pagesFolder(options.extensionUri);
    webview.options = pageOptions(options.extensionUri);
    this.drawing = this.subscriptions.add(new Throttle(drawEvery, () => this.post()));
    this.subscriptions.add(webview.onDidReceiveMessage((message: unknown) => void this.receive(message)));
    this.subscriptions.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.ready = false;
      }),
    );
    webview.html = pageHtml({
      ...{ cspSource: webview.cspSource, nonce: randomBytes(24).toString("base64"), title: panel.title },
      script: webview.asWebviewUri(vscode.Uri.joinPath(folder, `${options.name}.js`)).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folder, "panel.css")).toString(),
      ...{ language: vscode.l10n.bundle ? vscode.env.language : "en", words: pageWords(vscode.l10n.bundle) },
    });
  }

  /** Something has changed: it is shown now, or soon. */
  readonly update = (): void => this.drawing.trigger();

  dispose(): void {
    this.subscriptions.dispose();
  }

  private post(): void {
    if (!this.ready) return;
    void this.panel.webview.postMessage({ type: "state", version: protocolVersion, state: this.options.state() });
  }

  private async receive(message: unknown): Promise<void> {
    const parsed = this.options.actions.safeParse(message);
    if (!parsed.success) {
      this.options.log.warn(`the panel ${this.options.name} sent a message that it cannot send; it was dropped`);
      return;
    }
    if (parsed.data.type === "ready") this.ready = true;
    try {
      await this.options.act(parsed.data);
    } catch (error) {
      this.options.failed(error);
    }
    if (parsed.data.type === "ready") this.post();
  }
}
