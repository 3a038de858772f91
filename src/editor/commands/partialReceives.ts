import type * as vscode from "vscode";
import { ZfsrError } from "../../core/base/errors";
import { parseDatasetPlace } from "../../core/zfs/place";
import { type DatasetRef, placeOf } from "../hosts/datasetRef";
import { contentsOf } from "../hosts/hostState";
import { back, pickOne } from "../prompts/quickInputs";
import { isDatasetLike, type TreeNode } from "../tree/nodes/node";
import type { Services } from "./services";
import { t } from "../l10n/t";

/** A node of the tree, or the place that a quick fix is about. */
export type PlaceArgument = TreeNode | { readonly place: string };

/** The dataset with a partial receive that a command is about; asked for among all hosts when none is given. */
export async function askPartial(
  services: Pick<Services, "inventory" | "settings">,
  title: string,
  argument: PlaceArgument | undefined,
): Promise<DatasetRef | undefined> {
  if (argument && "place" in argument) {
    const { host, dataset } = parseDatasetPlace(argument.place);
    return { host, dataset };
  }
  if (isDatasetLike(argument)) return argument;
  const items = allPartial(services);
  const picked = await pickOne({ title, placeholder: t("A dataset with a partial receive"), items });
  if (picked === undefined || picked === back) return undefined;
  if (picked.ref) return picked.ref;
  throw new ZfsrError({
    reason: "not-found",
    object: "hosts of the view",
    because: "no dataset there has a partial receive",
    nextStep: "refresh the view, or add the host that has it",
  });
}

interface PartialItem extends vscode.QuickPickItem {
  readonly ref?: DatasetRef;
}

async function allPartial({ inventory, settings }: Pick<Services, "inventory" | "settings">): Promise<PartialItem[]> {
  const found = await Promise.all(
    settings.hosts.map(async (host) => {
      const datasets = [...(contentsOf(await inventory.ensure(host))?.datasets.values() ?? [])];
      return datasets
        .filter((dataset) => dataset.receiveResumeToken !== undefined)
        .map(({ name }): PartialItem => ({ label: placeOf({ host, dataset: name }), ref: { host, dataset: name } }));
    }),
  );
  const items = found.flat();
  return items.length > 0 ? items : [{ label: t("None of the hosts has a partial receive") }];
}
