import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { Throttle } from "../../core/base/throttle";
import type { ContextKeys } from "../contextKeys";
import type { UnseenFailures } from "../transfers/unseenFailures";
import { statusShown, type StatusShown } from "./statusShown";
import type { Transfers } from "./transfers";
import { t } from "../l10n/t";

/** Milliseconds; more often nobody can read it. */
const drawEvery = 300;

/**
 * The status bar item: what is being transferred, or that a replication has failed and nobody has looked yet. Hidden
 * otherwise. Also keeps the context key of the commands that need a transfer.
 */
export class TransferStatus implements vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly item = this.subscriptions.add(
    vscode.window.createStatusBarItem("zfsReplication.transfers", vscode.StatusBarAlignment.Left),
  );

  constructor(
    private readonly transfers: Transfers,
    private readonly failures: UnseenFailures,
    private readonly contextKeys: ContextKeys,
  ) {
    this.item.name = t("ZFS Transfers");
    this.item.command = "zfsReplication.transfer.show";
    const drawing = this.subscriptions.add(new Throttle(drawEvery, () => this.draw()));
    this.subscriptions.add(transfers.onDidChange(drawing.trigger));
    this.subscriptions.add(transfers.onDidEnd(() => this.draw()));
    this.subscriptions.add(failures.onDidChange(drawing.trigger));
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private draw(): void {
    const running = this.transfers.running.map((transfer) => transfer.state);
    this.contextKeys.set("zfsReplication.transferring", running.length > 0);
    const shown = statusShown(
      running,
      this.failures.list.map(({ state }) => state),
    );
    if (shown) this.show(shown);
    else this.item.hide();
  }

  private show({ icon, text, tooltip, failed }: StatusShown): void {
    this.item.text = `${icon} ${text}`;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `ZFS: ${text}` };
    this.item.backgroundColor = failed ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.item.show();
  }
}
