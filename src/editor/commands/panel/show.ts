import { isDatasetLike, type TreeNode } from "../../tree/nodes/node";
import { askDataset } from "../chosenDatasets";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Opens the dashboard of transfers. @param run the name of the run to show */
export function showDashboard({ panels }: Pick<Services, "panels">, run?: unknown): Promise<void> {
  return panels.showTransfers(typeof run === "string" ? run : undefined);
}

/** Opens the graph of hosts and what replicates between them. */
export function showTopology({ panels }: Pick<Services, "panels">): Promise<void> {
  return panels.showTopology();
}

/** Shows which snapshots of a dataset exist where; the dataset is asked for where none is given. */
export async function showLineage(
  services: Pick<Services, "panels" | "inventory" | "settings">,
  node?: TreeNode,
): Promise<void> {
  const ref = isDatasetLike(node)
    ? node
    : await askDataset(services, t("Lineage"), t("The dataset whose snapshots to compare"));
  if (ref) await services.panels.showLineage(ref.host, ref.dataset);
}
