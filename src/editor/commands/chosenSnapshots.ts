import { formatBytes } from "../../core/base/bytes";
import { type SnapshotName, shortNameOf } from "../../core/zfs/names";
import type { DatasetRef } from "../hosts/datasetRef";
import { back, pickMany } from "../prompts/quickInputs";
import type { TreeNode } from "../tree/nodes/node";
import { askDataset } from "./chosenDatasets";
import type { Services } from "./services";
import { t } from "../l10n/t";

/** A snapshot of a dataset of a host. */
export type SnapshotRef = DatasetRef & { readonly snapshot: SnapshotName };

/** The snapshots a command is about: those selected in the tree, or some of a dataset that the user is asked for. */
export async function chosenSnapshots(
  services: Pick<Services, "inventory" | "settings">,
  title: string,
  node?: TreeNode,
  selected?: readonly TreeNode[],
): Promise<readonly SnapshotRef[]> {
  const nodes = (selected ?? (node ? [node] : [])).flatMap((one) =>
    one.kind === "snapshot" ? [{ host: one.host, dataset: one.dataset, snapshot: one.item.name }] : [],
  );
  if (nodes.length > 0) return nodes;
  const ref = await askDataset(services, title, t("The dataset of the snapshot"));
  if (!ref) return [];
  const items = services.inventory.ensureSnapshots(ref.host, ref.dataset).then((state) => {
    if (state.kind !== "ready") return [];
    return [...state.list].flatMap((item) =>
      item.kind === "snapshot"
        ? [{ label: shortNameOf(item.name), description: t("{0} own", formatBytes(item.used)), name: item.name }]
        : [],
    );
  });
  const picked = await pickMany({ title, placeholder: t("Snapshots of {0}", ref.dataset), items, picked: () => false });
  if (picked === undefined || picked === back) return [];
  return picked.map(({ name }) => ({ ...ref, snapshot: name }));
}

/** The snapshots of each host. */
export function byHost(refs: readonly SnapshotRef[]): Map<string, SnapshotName[]> {
  const hosts = new Map<string, SnapshotName[]>();
  for (const { host, snapshot } of refs) hosts.set(host, [...(hosts.get(host) ?? []), snapshot]);
  return hosts;
}
