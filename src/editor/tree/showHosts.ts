import type { TreeView } from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { ZfsrError } from "../../core/base/errors";
import type { Log } from "../../core/base/log";
import type { HostConnections } from "../hosts/hostConnections";
import type { Inventory } from "../hosts/inventory";
import type { Transfers } from "../runs/transfers";
import type { Settings } from "../settings";
import type { HostsTree } from "./hostsTree";
import type { TreeNode } from "./nodes/node";

export interface HostsViewParts {
  readonly view: TreeView<TreeNode>;
  readonly tree: HostsTree;
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly connections: HostConnections;
  readonly transfers: Transfers;
  readonly log: Log;
}

/** Keeps the view in step with the settings and the transfers, and finds runs again when it is first seen. */
export function showHosts({
  view,
  tree,
  settings,
  inventory,
  connections,
  transfers,
  log,
}: HostsViewParts): DisposableStore {
  const store = new DisposableStore();
  store.add(
    settings.onDidChange(({ connection }) => {
      if (connection) {
        connections.reset();
        inventory.forget();
      }
      tree.drawAll();
    }),
  );
  let shown = 0;
  const badge = (): void => {
    const { length } = transfers.running;
    if (length === shown) return;
    shown = length;
    view.badge = length === 0 ? undefined : { value: length, tooltip: `${length} running` };
  };
  store.add(transfers.onDidChange(badge));
  let recovered = false;
  const recover = (): void => {
    if (recovered || !view.visible) return;
    recovered = true;
    transfers.recover().catch((error: unknown) => log.warn(ZfsrError.from(error, "runs").message));
  };
  store.add(view.onDidChangeVisibility(recover));
  recover();
  return store;
}
