import { hostsViewId } from "../../commandIds";
import * as vscode from "vscode";
import { isWithin } from "../../../core/zfs/names";
import type { TreeNode } from "../../tree/nodes/node";
import type { Services } from "../services";

/** Looks again at what was chosen, or at all hosts that were looked at before. Each host is on its own. */
export async function refresh(
  { inventory, settings }: Pick<Services, "inventory" | "settings">,
  node?: TreeNode,
  selected?: readonly TreeNode[],
): Promise<void> {
  const all = settings.hosts.filter((host) => inventory.state(host).kind !== "idle");
  const nodes = selected ?? (node ? [node] : []);
  const hosts = new Set(
    nodes.length === 0 ? all : nodes.filter(({ kind }) => kind !== "snapshots").map(({ host }) => host),
  );
  for (const item of nodes) {
    if (item.kind === "snapshots") inventory.refreshSnapshots(item.host, (name) => name === item.dataset);
    if (item.kind === "pool" || item.kind === "dataset")
      inventory.refreshSnapshots(item.host, (name) => isWithin(name, item.dataset));
    if (item.kind === "host") inventory.refreshSnapshots(item.host, () => true);
  }
  if (nodes.length === 0) for (const host of hosts) inventory.refreshSnapshots(host, () => true);
  await vscode.window.withProgress({ location: { viewId: hostsViewId } }, () =>
    Promise.all([...hosts].map((host) => inventory.refresh(host))),
  );
}
