import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { Throttle } from "../../core/base/throttle";
import type { ContextKeys } from "../contextKeys";
import { statusText } from "./progressText";
import type { Transfers } from "./transfers";

/** Milliseconds; more often nobody can read it. */
const drawEvery = 300;

/** The status bar item while anything is transferred, and the context key of the commands that need that. */
export class TransferStatus implements vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly item = this.subscriptions.add(
    vscode.window.createStatusBarItem("zfsReplication.transfers", vscode.StatusBarAlignment.Left),
  );

  constructor(
    private readonly transfers: Transfers,
    private readonly contextKeys: ContextKeys,
  ) {
    this.item.name = "ZFS Transfers";
    this.item.command = "zfsReplication.transfer.show";
    const drawing = this.subscriptions.add(new Throttle(drawEvery, () => this.draw()));
    this.subscriptions.add(transfers.onDidChange(drawing.trigger));
    this.subscriptions.add(transfers.onDidEnd(() => this.draw()));
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private draw(): void {
    const running = this.transfers.running.map((transfer) => transfer.state);
    this.contextKeys.set("zfsReplication.transferring", running.length > 0);
    if (running.length === 0) {
      this.item.hide();
      return;
    }
    const text = statusText(running);
    this.item.text = `$(sync~spin) ${text}`;
    this.item.tooltip = running.map((state) => state.title).join("\n");
    this.item.accessibilityInformation = { label: `ZFS: ${text}` };
    this.item.show();
  }
}
