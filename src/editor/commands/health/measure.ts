import type { JobsNode } from "../../jobs/jobNode";
import type { TreeNode } from "../../tree/nodes/node";
import type { Services } from "../services";
import { type Asking, askPair } from "./askPair";
import { t } from "../../l10n/t";

/** Opens the measurement of a dataset's replication; it begins when it is asked to. */
export async function measureThroughput(
  services: Asking & Pick<Services, "panels">,
  node?: TreeNode | JobsNode,
): Promise<void> {
  const pair = await askPair(services, t("Measure Throughput"), false, node);
  if (pair?.target) await services.panels.showMeasure({ source: pair.source, target: pair.target });
}
