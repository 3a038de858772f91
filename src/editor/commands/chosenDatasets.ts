import type { DatasetRef } from "../hosts/datasetRef";
import { pickDataset, pickHost } from "../prompts/pickDataset";
import { runSteps } from "../prompts/multiStep";
import { back } from "../prompts/quickInputs";
import type { TreeNode } from "../tree/nodes/node";
import { isDatasetLike } from "../tree/nodes/node";
import type { Services } from "./services";
import { t } from "../l10n/t";

/** The datasets a command is about: those selected in the tree, or one that the user is asked for. */
export async function chosenDatasets(
  services: Pick<Services, "inventory" | "settings">,
  title: string,
  placeholder: string,
  node?: TreeNode,
  selected?: readonly TreeNode[],
): Promise<readonly DatasetRef[]> {
  const nodes = (selected ?? (node ? [node] : [])).filter(isDatasetLike);
  if (nodes.length > 0) return nodes;
  const picked = await askDataset(services, title, placeholder);
  return picked ? [picked] : [];
}

/** Asks for a host, then for one of its datasets. */
export async function askDataset(
  { inventory, settings }: Pick<Services, "inventory" | "settings">,
  title: string,
  placeholder: string,
): Promise<DatasetRef | undefined> {
  interface Answers {
    readonly host?: string;
    readonly ref?: DatasetRef;
  }
  const answers = await runSteps<Answers>(
    title,
    [
      async ({ host: before }, position) => {
        const host = await pickHost(inventory, settings.hosts, t("The host"), position, before);
        return host === undefined || host === back ? host : { host };
      },
      async ({ host = "" }, position) => {
        const ref = await pickDataset(inventory, host, placeholder, position);
        return ref === undefined || ref === back ? ref : { ref };
      },
    ],
    {},
  );
  return answers?.ref;
}
