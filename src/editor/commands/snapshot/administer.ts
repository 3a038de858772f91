import { tagFault } from "../../../core/administration/hold";
import { pathFault } from "../../../core/administration/sendToFile";
import { run } from "../../../core/hosts/run";
import { listHolds } from "../../../core/zfs/commands/listHolds";
import { datasetOf, type DatasetName, shortNameOf } from "../../../core/zfs/names";
import { formatPlace } from "../../../core/zfs/place";
import { askDatasetName, askText } from "../../prompts/askName";
import { back, pickOne } from "../../prompts/quickInputs";
import { willNotDo } from "../../prompts/willNotDo";
import type { TreeNode } from "../../tree/nodes/node";
import { administer, type Administering } from "../administer";
import { byHost, chosenSnapshots } from "../chosenSnapshots";
import { t } from "../../l10n/t";

type Chosen = readonly TreeNode[];

/** Holds snapshots by a tag. */
export async function holdSnapshots(services: Administering, node?: TreeNode, selected?: Chosen): Promise<void> {
  const refs = await chosenSnapshots(services, t("Hold"), node, selected);
  if (refs.length === 0) return;
  const prompt = t("The tag: until it is released, nothing destroys them");
  const tag = await askText(t("Hold"), prompt, "keep", (text) => willNotDo(tagFault(text)));
  if (tag === undefined) return;
  const requests = [...byHost(refs)].map(([host, snapshots]) => ({ host, snapshots, tag }));
  await administer(
    services,
    requests.map((request) => ({ verb: "hold", recursive: false, ...request })),
  );
}

/** Releases one of the tags that snapshots are held by. */
export async function releaseSnapshots(services: Administering, node?: TreeNode, selected?: Chosen): Promise<void> {
  const refs = await chosenSnapshots(services, t("Release Hold"), node, selected);
  if (refs.length === 0) return;
  const hosts = [...byHost(refs)];
  const held = Promise.all(
    hosts.map(async ([host, [first, ...others]]) =>
      first === undefined ? [] : run(services.connections.host(host), listHolds([first, ...others])),
    ),
  );
  const tags = held.then((all) => [...new Set(all.flat().map(({ tag }) => tag))].map((label) => ({ label })));
  const picked = await pickOne({ title: t("Release Hold"), placeholder: t("The tag to release"), items: tags });
  if (picked === undefined || picked === back) return;
  await administer(
    services,
    hosts.map(([host, snapshots]) => ({ verb: "release", recursive: false, host, snapshots, tag: picked.label })),
  );
}

/** Makes a bookmark of each snapshot, of the same name. */
export async function bookmarkSnapshots(services: Administering, node?: TreeNode, selected?: Chosen): Promise<void> {
  const refs = await chosenSnapshots(services, t("Bookmark"), node, selected);
  await administer(
    services,
    refs.map(({ host, snapshot }) => ({ verb: "bookmark", host, snapshot, name: shortNameOf(snapshot) })),
  );
}

/** Rolls a dataset back to a snapshot. */
export async function rollbackTo(services: Administering, node?: TreeNode): Promise<void> {
  const [ref] = await chosenSnapshots(services, t("Roll Back"), node);
  if (!ref) return;
  const { host, snapshot } = ref;
  await administer(services, [{ verb: "rollback", host, snapshot, recursive: false, clones: false }]);
}

/** Makes a dataset of a snapshot. */
export async function cloneSnapshot(services: Administering, node?: TreeNode): Promise<void> {
  const [ref] = await chosenSnapshots(services, t("Clone"), node);
  if (!ref) return;
  const { host, snapshot } = ref;
  const value = `${datasetOf(snapshot)}-${shortNameOf(snapshot)}`;
  const title = t("Clone {0}", formatPlace(host, snapshot));
  const target = await askDatasetName(title, t("The name of the clone, in the same pool"), value);
  if (target === undefined) return;
  const name = target as DatasetName;
  await administer(services, [{ verb: "clone", host, snapshot, target: name, properties: [], parents: false }]);
}

/** Writes a snapshot's stream to a file of its host: it crosses no network. */
export async function sendToFile(services: Administering, node?: TreeNode): Promise<void> {
  const [ref] = await chosenSnapshots(services, t("Send to File"), node);
  if (!ref) return;
  const { host, snapshot } = ref;
  const prompt = t("A file on {0} that does not exist yet, by its whole path", host);
  const value = `/var/tmp/${snapshot.replace(/[/ ]/g, "-")}.zfs`;
  const file = await askText(t("Send to File"), prompt, value, (path) => willNotDo(pathFault(path)));
  if (file === undefined) return;
  await administer(services, [{ verb: "send", host, snapshot, file, from: undefined, raw: "auto" }]);
}
