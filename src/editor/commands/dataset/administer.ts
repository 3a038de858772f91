import type { AdministrationRequest, DatasetRequest } from "../../../core/administration/request";
import { propertyNameFault, propertySetting } from "../../../core/administration/properties";
import { pathFault } from "../../../core/administration/sendToFile";
import { type DatasetName, poolOf } from "../../../core/zfs/names";
import { placeOf } from "../../hosts/datasetRef";
import { askDatasetName, askText } from "../../prompts/askName";
import { back, pickOne } from "../../prompts/quickInputs";
import { willNotDo } from "../../prompts/willNotDo";
import type { TreeNode } from "../../tree/nodes/node";
import { administer, type Administering } from "../administer";
import { chosenDatasets } from "../chosenDatasets";
import { t } from "../../l10n/t";

type Chosen = readonly TreeNode[];
type Act = (services: Administering, node?: TreeNode, selected?: Chosen) => Promise<void>;

function onEach(title: () => string, verb: DatasetRequest["verb"]): Act {
  return async (services, node, selected) => {
    const refs = await chosenDatasets(services, title(), t("The dataset"), node, selected);
    await administer(
      services,
      refs.map(({ host, dataset }) => ({ verb, host, dataset })),
    );
  };
}

/** Turns clones and their origins around. */
export const promoteDataset = onEach(() => t("Promote"), "promote");
/** Mounts filesystems. */
export const mountDataset = onEach(() => t("Mount"), "mount");
/** Loads keys; those that are typed are asked for when the plan runs. */
export const loadKey = onEach(() => t("Load Key"), "load-key");
/** Forgets keys. */
export const unloadKey = onEach(() => t("Unload Key"), "unload-key");

/** Unmounts filesystems. */
export const unmountDataset: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, t("Unmount"), t("The filesystem to unmount"), node, selected);
  await administer(
    services,
    refs.map(({ host, dataset }) => ({ verb: "unmount", host, dataset, force: false })),
  );
};

/** Sets a property on each dataset. */
export const setProperty: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, t("Set Property"), t("The dataset"), node, selected);
  if (refs.length === 0) return;
  const text = await askText(t("Set Property"), t("PROPERTY=VALUE, as in zfs-set(8)"), "compression=lz4", (typed) => {
    const at = typed.indexOf("=");
    return at < 0 ? t("Write PROPERTY=VALUE.") : willNotDo(propertyNameFault(typed.slice(0, at)));
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
  const refs = await chosenDatasets(services, t("Inherit Property"), t("The dataset"), node, selected);
  if (refs.length === 0) return;
  const prompt = t("The property whose own value is taken away");
  const property = await askText(t("Inherit Property"), prompt, "", (text) => willNotDo(propertyNameFault(text)));
  if (property === undefined) return;
  const rest = { property, recursive: false, received: false };
  await administer(
    services,
    refs.map(({ host, dataset }) => ({ verb: "inherit", host, object: dataset, ...rest })),
  );
};

/** Begins, pauses or stops the scrub of pools. */
export const scrubPool: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, t("Scrub"), t("A dataset of the pool"), node, selected);
  if (refs.length === 0) return;
  const items = [
    {
      label: t("Scrub"),
      detail: t("Every block is read and compared with its checksum; a paused one goes on"),
      action: "start",
    },
    { label: t("Pause"), detail: t("It can be resumed later, from where it is"), action: "pause" },
    { label: t("Stop"), detail: t("A later one begins anew"), action: "stop" },
  ] as const;
  const picked = await pickOne({ title: t("Scrub"), placeholder: t("What to do"), items });
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
  const [ref] = await chosenDatasets(services, t("Receive from File"), t("The dataset to receive below"), node);
  if (!ref) return;
  const title = t("Receive from File on {0}", ref.host);
  const file = await askText(title, t("The file, by its whole path there"), "", (path) => willNotDo(pathFault(path)));
  if (file === undefined) return;
  const name = await askDatasetName(
    title,
    t("The dataset that is received into"),
    `${placeOf(ref).slice(ref.host.length + 1)}/`,
  );
  if (name === undefined) return;
  await administer(services, [{ verb: "receive", host: ref.host, dataset: name as DatasetName, file }]);
};

/** Delegates permissions to a user. */
export const allowUser: Act = async (services, node, selected) => {
  const refs = await chosenDatasets(services, t("Allow"), t("The dataset"), node, selected);
  if (refs.length === 0) return;
  const user = await askText(t("Allow"), t("The user of that host"), "", (text) =>
    text === "" ? t("Type a name.") : undefined,
  );
  if (user === undefined) return;
  const value = "send,hold,release,snapshot,bookmark";
  const permissions = await askText(t("Allow"), t("What {0} may do, as in zfs-allow(8)", user), value, () => undefined);
  if (permissions === undefined) return;
  const delegate = { kind: "user", name: user } as const;
  await administer(
    services,
    refs.map(({ host, dataset }) => ({ verb: "allow", host, dataset, delegate, permissions })),
  );
};
