import { formatPlace } from "../../../core/zfs/place";
import { replicationEdges } from "../../panels/replicationEdges";
import { workspaceJobs } from "../../panels/workspaceJobs";
import { back, pickOne } from "../../prompts/quickInputs";
import { RecentRuns } from "../../runs/recentRuns";
import { isDatasetLike, type TreeNode } from "../../tree/nodes/node";
import { knownPairs } from "../../verify/knownPairs";
import { type VerifyPair, wholePair } from "../../verify/verifyPair";
import { askDataset } from "../chosenDatasets";
import { askOtherPlace } from "../health/askPair";
import type { Services } from "../services";
import { t } from "../../l10n/t";

export type AskingCopy = Pick<Services, "inventory" | "settings" | "runs" | "log">;

/**
 * What a dataset is compared with: one of the pairs that jobs, runs or GUIDs tell of, or another place.
 * @returns undefined when the person gave up
 */
export async function askVerifyPair(
  services: AskingCopy,
  title: string,
  node?: TreeNode,
): Promise<VerifyPair | undefined> {
  const ref = isDatasetLike(node) ? node : await askDataset(services, title, t("The dataset to compare with its copy"));
  if (!ref) return undefined;
  const place = { host: ref.host, dataset: ref.dataset };
  interface Item {
    readonly label: string;
    readonly description?: string;
    readonly pair?: VerifyPair;
  }
  const known = async (): Promise<Item[]> => {
    const [jobs, runs, copies] = await Promise.all([
      workspaceJobs(services.log),
      new RecentRuns(services.runs).list(),
      services.inventory.copies(place.host, place.dataset),
    ]);
    return knownPairs(place, replicationEdges(jobs, runs), copies).map(({ pair, because }) => {
      const isSource = pair.source.host === place.host && pair.source.dataset === place.dataset;
      const other = isSource ? pair.target : pair.source;
      const label = formatPlace(other.host, other.dataset);
      return { label, description: isSource ? because : t("its source, {0}", because), pair };
    });
  };
  const items = known().then((pairs): Item[] => [...pairs, { label: t("Another place…") }]);
  const name = formatPlace(place.host, place.dataset);
  const picked = await pickOne({ title, placeholder: t("What to compare {0} with", name), items });
  if (picked === undefined || picked === back) return undefined;
  if (picked.pair) return picked.pair;
  const target = await askOtherPlace(services, title, place, t("HOST:POOL/DATASET, the copy"));
  return target && wholePair(place, target);
}
