import { tagFault } from "../../../core/administration/hold";
import { pathFault } from "../../../core/administration/sendToFile";
import { run } from "../../../core/hosts/run";
import { listHolds } from "../../../core/zfs/commands/listHolds";
import { datasetOf, type DatasetName, shortNameOf } from "../../../core/zfs/names";
import { formatPlace } from "../../../core/zfs/place";
import { askDatasetName, askText } from "../../prompts/askName";
import { back, pickOne } from "../../prompts/quickInputs";
import type { TreeNode } from "../../tree/nodes/node";
import { administer, type Administering } from "../administer";
import { byHost, chosenSnapshots } from "../chosenSnapshots";

type Chosen = readonly TreeNode[];

/** Holds snapshots by a tag. */
export async function holdSnapshots(services: Administering, node?: TreeNode, selected?: Chosen): Promise<void> {
  const refs = await chosenSnapshots(services, "Hold", node, selected);
  if (refs.length === 0) return;
  const prompt = "The tag: until it is released, nothing destroys them";
  const tag = await askText("Hold", prompt, "keep", (text) => sentence(tagFault(text)));
  if (tag === undefined) return;
  const requests = [...byHost(refs)].map(([host, snapshots]) => ({ host, snapshots, tag }));
  await administer(
    services,
    requests.map((request) => ({ verb: "hold", recursive: false, ...request })),
  );
}

/** Releases one of the tags that snapshots are held by. */
export async function releaseSnapshots(services: Administering, node?: TreeNode, selected?: Chosen): Promise<void> {
  const refs = await chosenSnapshots(services, "Release Hold", node, selected);
  if (refs.length === 0) return;
  const hosts = [...byHost(refs)];
  const held = Promise.all(
    hosts.map(async ([host, [first, ...others]]) =>
      first === undefined ? [] : run(services.connections.host(host), listHolds([first, ...others])),
    ),
  );
  const tags = held.then((all) => [...new Set(all.flat().map(({ tag }) => tag))].map((label) => ({ label })));
  const picked = await pickOne({ title: "Release Hold", placeholder: "The tag to release", items: tags });
  if (picked === undefined || picked === back) return;
  await administer(
    services,
    hosts.map(([host, snapshots]) => ({ verb: "release", recursive: false, host, snapshots, tag: picked.label })),
  );
}

/** Makes a bookmark of each snapshot, of the same name. */
export async function bookmarkSnapshots(services: Administering, node?: TreeNode, selected?: Chosen): Promise<void> {
  const refs = await chosenSnapshots(services, "Bookmark", node, selected);
  await administer(
    services,
    refs.map(({ host, snapshot }) => ({ verb: "bookmark", host, snapshot, name: shortNameOf(snapshot) })),
  );
}

/** Rolls a dataset back to a snapshot. */
export async function rollbackTo(services: Administering, node?: TreeNode): Promise<void> {
  const [ref] = await chosenSnapshots(services, "Roll Back", node);
  if (!ref) return;
  const { host, snapshot } = ref;
  await administer(services, [{ verb: "rollback", host, snapshot, recursive: false, clones: false }]);
}

/** Makes a dataset of a snapshot. */
export async function cloneSnapshot(services: Administering, node?: TreeNode): Promise<void> {
  const [ref] = await chosenSnapshots(services, "Clone", node);
  if (!ref) return;
  const { host, snapshot } = ref;
  const value = `${datasetOf(snapshot)}-${shortNameOf(snapshot)}`;
  const title = `Clone ${formatPlace(host, snapshot)}`;
  const target = await askDatasetName(title, "The name of the clone, in the same pool", value);
  if (target === undefined) return;
  const name = target as DatasetName;
  await administer(services, [{ verb: "clone", host, snapshot, target: name, properties: [], parents: false }]);
}

/** Writes a snapshot's stream to a file of its host: it crosses no network. */
export async function sendToFile(services: Administering, node?: TreeNode): Promise<void> {
  const [ref] = await chosenSnapshots(services, "Send to File", node);
  if (!ref) return;
  const { host, snapshot } = ref;
  const prompt = `A file on ${host} that does not exist yet, by its whole path`;
  const value = `/var/tmp/${snapshot.replace(/[/ ]/g, "-")}.zfs`;
  const file = await askText("Send to File", prompt, value, (path) => sentence(pathFault(path)));
  if (file === undefined) return;
  await administer(services, [{ verb: "send", host, snapshot, file, from: undefined, raw: "auto" }]);
}

function sentence(because: string | undefined): string | undefined {
  return because === undefined ? undefined : `It will not do: ${because}.`;
}
