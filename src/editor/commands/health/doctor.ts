import type { JobsNode } from "../../jobs/jobNode";
import type { TreeNode } from "../../tree/nodes/node";
import type { Services } from "../services";
import { type Asking, askPair } from "./askPair";
import { t } from "../../l10n/t";

/** Examines a host, a dataset with or without its target, or a job. */
export async function examine(services: Asking & Pick<Services, "panels">, node?: TreeNode | JobsNode): Promise<void> {
  if (node?.kind === "host") {
    await services.panels.showDoctor({ source: { host: node.host, dataset: undefined }, target: undefined });
    return;
  }
  const pair = await askPair(services, t("Doctor"), true, node);
  if (pair) await services.panels.showDoctor(pair);
}
