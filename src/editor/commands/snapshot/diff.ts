import * as vscode from "vscode";
import { run } from "../../../core/hosts/run";
import { diff } from "../../../core/zfs/commands/diff";
import { datasetOf, printable, shortNameOf } from "../../../core/zfs/names";
import { formatPlace } from "../../../core/zfs/place";
import { hostsViewId } from "../../commandIds";
import type { TreeNode } from "../../tree/nodes/node";
import { chosenSnapshots } from "../chosenSnapshots";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Shows which files differ between two snapshots of a dataset, or between one and what is there now. */
export async function diffSnapshots(
  services: Pick<Services, "inventory" | "settings" | "connections" | "planDocuments" | "notify">,
  node?: TreeNode,
  selected?: readonly TreeNode[],
): Promise<void> {
  const refs = await chosenSnapshots(services, t("Show Differences"), node, selected);
  const [one, other, ...more] = refs;
  if (!one) return;
  if (more.length > 0 || (other && datasetOf(other.snapshot) !== datasetOf(one.snapshot))) {
    services.notify.info(t("Choose one snapshot, or two of one dataset."));
    return;
  }
  const rowOf = new Map<string, number>();
  const state = await services.inventory.ensureSnapshots(one.host, one.dataset);
  if (state.kind === "ready")
    for (let row = 0; row < state.list.length; row += 1) rowOf.set(state.list.at(row).name, row);
  // row 0 is the newest, and zfs(8) wants the older one first
  const [first, last] =
    other && (rowOf.get(other.snapshot) ?? 0) > (rowOf.get(one.snapshot) ?? 0)
      ? [other.snapshot, one.snapshot]
      : [one.snapshot, other?.snapshot ?? one.dataset];
  const rows = await vscode.window.withProgress({ location: { viewId: hostsViewId } }, () =>
    run(services.connections.host(one.host), diff(first, last)),
  );
  const to = last.includes("@") ? `@${shortNameOf(last)}` : "now";
  const lines = rows.map((row) =>
    printable(
      `${row.change.padEnd(9)} ${row.type.padEnd(9)} ${row.path}${row.to === undefined ? "" : ` -> ${row.to}`}`,
    ),
  );
  const text = `${formatPlace(one.host, first)} to ${to}: ${rows.length} differ\n\n${lines.join("\n")}\n`;
  await services.planDocuments.show(`${first} to ${to}.txt`, text);
}
