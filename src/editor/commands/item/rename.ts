import { type DatasetName, shortNameOf } from "../../../core/zfs/names";
import { placeOf } from "../../hosts/datasetRef";
import { askDatasetName, askShortName } from "../../prompts/askName";
import type { TreeNode } from "../../tree/nodes/node";
import { administer, type Administering } from "../administer";
import { chosenDatasets } from "../chosenDatasets";
import { t } from "../../l10n/t";

/** Renames a dataset within its pool, or a snapshot. */
export async function rename(services: Administering, node?: TreeNode): Promise<void> {
  if (node?.kind === "snapshot") {
    const { host, item } = node;
    const title = t("Rename {0}:{1}", host, item.name);
    const to = await askShortName(title, t("The new name behind the @"), shortNameOf(item.name));
    if (to === undefined) return;
    await administer(services, [{ verb: "rename-snapshot", host, snapshot: item.name, to, recursive: false }]);
    return;
  }
  const [ref] = await chosenDatasets(services, t("Rename"), t("The dataset to rename"), node);
  if (!ref) return;
  const to = await askDatasetName(t("Rename {0}", placeOf(ref)), t("The new name, in the same pool"), ref.dataset);
  if (to === undefined) return;
  await administer(services, [
    { verb: "rename", host: ref.host, dataset: ref.dataset, to: to as DatasetName, parents: false },
  ]);
}
