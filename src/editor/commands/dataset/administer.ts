import type { AdministrationRequest, DatasetRequest } from "../../../core/administration/request";
import { propertyNameFault, propertySetting } from "../../../core/administration/properties";
import { pathFault } from "../../../core/administration/sendToFile";
import { type DatasetName, poolOf } from "../../../core/zfs/names";
import { placeOf } from "../../hosts/datasetRef";
import { askDatasetName, askText } from "../../prompts/askName";
import { back, pickOne } from "../../prompts/quickInputs";
import type { TreeNode } from "../../tree/nodes/node";
import { administer, type Administering } from "../administer";
import { chosenDatasets } from "../chosenDatasets";

type Chosen = readonly TreeNode[];
type Act = (services: Administering, node?: TreeNode, selected?: Chosen) => Promise<void>;

function onEach(title: string, verb: DatasetRequest["verb"]): Act {
  return async (services, node, selected) => {
    const refs = await chosenDatasets(services, title, "The dataset", node, selected);
    await administer(
      services,
      refs.map(({ host, dataset }) => ({ verb, host, dataset })),
    );
  };
}

/** Turns clones and their origins around. */
export const promoteDataset = onEach("Promote", "promote");
/** Mounts filesystems. */
export const mountDataset = onEach("Mount", "mount");
/** Loads keys; those that are typed are asked for when the plan runs. */
export const loadKey = onEach("Load Key", "load-key");
/** Forgets keys. */
export const unloadKey = onEach("Unload Key", "unload-key");

/** Unmounts filesystems. */
export const unmountDataset: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, "Unmount", "The filesystem to unmount", node, selected);
  await administer(
    services,
    refs.map(({ host, dataset }) => ({ verb: "unmount", host, dataset, force: false })),
  );
};

/** Sets a property on each dataset. */
export const setProperty: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, "Set Property", "The dataset", node, selected);
  if (refs.length === 0) return;
  const text = await askText("Set Property", "PROPERTY=VALUE, as in zfs-set(8)", "compression=lz4", (typed) => {
    const at = typed.indexOf("=");
    return at < 0 ? "Write PROPERTY=VALUE." : sentence(propertyNameFault(typed.slice(0, at)));
  });
  if (text === undefined) return;
  const properties = [propertySetting(text)];
  await administer(
    services,
    refs.map(({ host, dataset }) => ({ verb: "set", host, object: dataset, properties })),
  );
};

/** Takes a property's own value away on each dataset. */
export const inheritProperty: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, "Inherit Property", "The dataset", node, selected);
  if (refs.length === 0) return;
  const prompt = "The property whose own value is taken away";
  const property = await askText("Inherit Property", prompt, "", (text) => sentence(propertyNameFault(text)));
  if (property === undefined) return;
  const rest = { property, recursive: false, received: false };
  await administer(
    services,
    refs.map(({ host, dataset }) => ({ verb: "inherit", host, object: dataset, ...rest })),
  );
};

/** Begins, pauses or stops the scrub of pools. */
export const scrubPool: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, "Scrub", "A dataset of the pool", node, selected);
  if (refs.length === 0) return;
  const items = [
    {
      label: "Scrub",
      detail: "Every block is read and compared with its checksum; a paused one goes on",
      action: "start",
    },
    { label: "Pause", detail: "It can be gone on with later", action: "pause" },
    { label: "Stop", detail: "A later one begins anew", action: "stop" },
  ] as const;
  const picked = await pickOne({ title: "Scrub", placeholder: "What to do", items });
  if (picked === undefined || picked === back) return;
  const pools = new Map(
    refs.map(({ host, dataset }) => [`${host}\n${poolOf(dataset)}`, { host, pool: poolOf(dataset) }]),
  );
  await administer(
    services,
    [...pools.values()].map(({ host, pool }): AdministrationRequest => ({
      ...{ verb: "scrub", host, pool, action: picked.action },
    })),
  );
};

/** Receives a stream from a file of the host. */
export const receiveFromFile: Act = async (services, node) => {
  const [ref] = await chosenDatasets(services, "Receive from File", "The dataset to receive below", node);
  if (!ref) return;
  const title = `Receive from File on ${ref.host}`;
  const file = await askText(title, "The file, by its whole path there", "", (path) => sentence(pathFault(path)));
  if (file === undefined) return;
  const name = await askDatasetName(
    title,
    `The dataset that is received into`,
    `${placeOf(ref).slice(ref.host.length + 1)}/`,
  );
  if (name === undefined) return;
  await administer(services, [{ verb: "receive", host: ref.host, dataset: name as DatasetName, file }]);
};

/** Delegates permissions to a user. */
export const allowUser: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, "Allow", "The dataset", node, selected);
  if (refs.length === 0) return;
  const user = await askText("Allow", "The user of that host", "", (text) =>
    text === "" ? "Type a name." : undefined,
  );
  if (user === undefined) return;
  const value = "send,hold,release,snapshot,bookmark";
  const permissions = await askText("Allow", `What ${user} may do, as in zfs-allow(8)`, value, () => undefined);
  if (permissions === undefined) return;
  const delegate = { kind: "user", name: user } as const;
  await administer(
    services,
    refs.map(({ host, dataset }) => ({ verb: "allow", host, dataset, delegate, permissions })),
  );
};

function sentence(because: string | undefined): string | undefined {
  return because === undefined ? undefined : `It will not do: ${because}.`;
}
