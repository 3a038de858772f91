import type { AdministrationRequest } from "../../../core/administration/request";
import { type BookmarkName, type DatasetName, isWithin, shortNameOf } from "../../../core/zfs/names";
import { placeOf } from "../../hosts/datasetRef";
import { contentsOf } from "../../hosts/hostState";
import { back, pickOne } from "../../prompts/quickInputs";
import { isDatasetLike, type TreeNode } from "../../tree/nodes/node";
import { administer, type Administering } from "../administer";
import { chosenSnapshots } from "../chosenSnapshots";
import { t } from "../../l10n/t";

/** Destroys datasets, snapshots and bookmarks, once the plan that names all of it has been agreed to. */
export async function destroy(services: Administering, node?: TreeNode, selected?: readonly TreeNode[]): Promise<void> {
  const nodes = selected ?? (node ? [node] : []);
  const datasets = nodes.filter(isDatasetLike);
  // what lies within another that is chosen goes with it
  const roots = datasets.filter(
    (one) =>
      !datasets.some((other) => other !== one && other.host === one.host && isWithin(one.dataset, other.dataset)),
  );
  const requests: AdministrationRequest[] = [];
  for (const { host, dataset } of roots) {
    const recursive = await askRecursive(services, host, dataset);
    if (recursive === undefined) return;
    requests.push({ verb: "destroy-dataset", host, dataset, recursive, clones: false, force: false });
  }
  requests.push(...bookmarkRequests(nodes));
  const asks = datasets.length === 0 && requests.length === 0;
  if (asks || nodes.some(({ kind }) => kind === "snapshot"))
    requests.push(...snapshotRequests(await chosenSnapshots(services, t("Destroy"), node, selected)));
  await administer(services, requests);
}

/** One request for each dataset: its snapshots go in one command. */
function snapshotRequests(refs: Awaited<ReturnType<typeof chosenSnapshots>>): AdministrationRequest[] {
  const groups = new Map<string, { host: string; dataset: DatasetName; names: string[] }>();
  for (const ref of refs) {
    const group = groups.get(placeOf(ref)) ?? { host: ref.host, dataset: ref.dataset, names: [] };
    group.names.push(shortNameOf(ref.snapshot));
    groups.set(placeOf(ref), group);
  }
  return [...groups.values()].map(({ host, dataset, names }) => ({
    ...{ verb: "destroy-snapshots", host, dataset, names: names.join(","), recursive: false, defer: false },
  }));
}

function bookmarkRequests(nodes: readonly TreeNode[]): AdministrationRequest[] {
  const hosts = new Map<string, BookmarkName[]>();
  for (const node of nodes)
    if (node.kind === "bookmark") hosts.set(node.host, [...(hosts.get(node.host) ?? []), node.item.name]);
  return [...hosts].map(([host, bookmarks]) => ({ verb: "destroy-bookmarks", host, bookmarks }));
}

async function askRecursive(
  { inventory }: Administering,
  host: string,
  dataset: DatasetName,
): Promise<boolean | undefined> {
  const names = [...(contentsOf(inventory.state(host))?.datasets.keys() ?? [])];
  const below = names.filter((name) => name !== dataset && isWithin(name, dataset)).length;
  const items = [
    {
      label: t("This dataset alone"),
      detail: t("Refused where it has snapshots or datasets below it"),
      recursive: false,
    },
    {
      label: t("With everything in it and below it"),
      detail:
        below > 0
          ? t("All its snapshots and bookmarks, and {0} datasets below; the plan names them", below)
          : t("All its snapshots and bookmarks; the plan names them"),
      recursive: true,
    },
  ];
  const picked = await pickOne({ title: t("Destroy {0}:{1}", host, dataset), placeholder: t("What goes"), items });
  return picked === undefined || picked === back ? undefined : picked.recursive;
}
