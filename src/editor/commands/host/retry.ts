import type { FailureNode } from "../../tree/nodes/node";
import { pickHost } from "../../prompts/pickDataset";
import { back } from "../../prompts/quickInputs";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Tries again what failed: the host, or one list of snapshots. */
export async function retryHost(
  { inventory, settings }: Pick<Services, "inventory" | "settings">,
  node?: FailureNode,
): Promise<void> {
  const dataset = node?.dataset;
  if (node && dataset !== undefined) {
    inventory.refreshSnapshots(node.host, (name) => name === dataset);
    return;
  }
  const host = node?.host ?? (await pickHost(inventory, settings.hosts, t("The host to connect to again")));
  if (host !== undefined && host !== back) await inventory.refresh(host);
}
