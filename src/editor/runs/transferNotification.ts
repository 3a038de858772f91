import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { plainText } from "../plainText";
import { percentOf, progressText } from "./progressText";
import type { Transfer, Transfers } from "./transfers";
import { t } from "../l10n/t";

/** The one notification of a run that the user started: how far it is, and Cancel. It goes when the run has ended. */
export async function showProgress(transfer: Transfer, transfers: Transfers, title: string): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    const subscriptions = new DisposableStore();
    let cancelling = false;
    let shown = 0;
    subscriptions.add(
      token.onCancellationRequested(() => {
        cancelling = true;
        progress.report({ message: t("cancelling; what was received is kept") });
        void transfers.cancel(transfer);
      }),
    );
    subscriptions.add(
      transfers.onDidChange(({ files, state }) => {
        if (files.id !== transfer.files.id || cancelling) return;
        const percent = percentOf(state) ?? 0;
        progress.report({ message: progressText(state), increment: Math.max(0, percent - shown) });
        shown = Math.max(shown, percent);
      }),
    );
    progress.report({ message: t("starting") });
    await transfer.ended.finally(() => subscriptions.dispose());
  });
}
