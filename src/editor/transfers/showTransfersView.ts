import type { TreeView } from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import type { RunHistory } from "../runs/runHistory";
import type { Transfers } from "../runs/transfers";
import type { UnseenFailures } from "./unseenFailures";
import type { TransferNode } from "./runNode";
import { t } from "../l10n/t";

/** Keeps the badge of the Transfers view: how many runs are under way. Failures have been seen once the view is open. */
export function showTransfersView(
  view: TreeView<TransferNode>,
  parts: { readonly transfers: Transfers; readonly history: RunHistory; readonly failures: UnseenFailures },
): DisposableStore {
  const { transfers, history, failures } = parts;
  const store = new DisposableStore();
  let shown = 0;
  const draw = (): void => {
    const { length } = transfers.running;
    if (length === shown) return;
    shown = length;
    const tooltip = length === 1 ? t("1 transfer is running") : t("{0} transfers are running", length);
    // undefined takes the badge away; the type has it as left out
    Object.assign(view, { badge: length === 0 ? undefined : { value: length, tooltip } });
  };
  const seen = (): void => {
    if (view.visible) failures.seen();
  };
  store.add(transfers.onDidChange(draw));
  store.add(transfers.onDidEnd(draw));
  store.add(view.onDidChangeVisibility(seen));
  store.add(history.onDidChange(seen));
  return store;
}
