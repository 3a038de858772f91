import { formatBytes, parseBytes } from "../base/bytes";
import type { Plan, Warning } from "../plan/plan";
import type { Destroyed } from "../plan/step";
import type { Property } from "../zfs/model";
import { datasetOf, isSnapshotName, printable } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, propertyIn, snapshotIn } from "./observation";
import { already, missing, note, planOf, stop } from "./plans";
import { isUserProperty, propertyNameFault } from "./properties";
import type { PropertySetting, SetRequest } from "./request";

/** Sets properties of a dataset, or user properties of a snapshot. What the values are now is said. */
export function planSet({ host, object, properties }: SetRequest, observation: Observation): Plan {
  const all = properties.map(({ name, value }) => `${name}=${printable(value)}`).join(", ");
  const title = `set ${all} on ${formatPlace(host, object)}`;
  const isSnapshot = isSnapshotName(object);
  const there = isSnapshot ? snapshotIn(observation, object) : observation.datasets.get(object);
  if (!there) return planOf(title, [], [missing(observation, object)]);
  for (const { name } of properties) {
    const fault = propertyNameFault(name);
    if (fault !== undefined) return planOf(title, [], [stop(host, object, fault, "see zfsprops(7) for what there is")]);
    if (isSnapshot && !isUserProperty(name))
      return planOf(
        title,
        [],
        [stop(host, object, `a snapshot's ${name} cannot be set`, "set a property of its dataset, or a user property")],
      );
  }
  const changing = properties.filter((setting) => !isSo(setting, propertyIn(observation, setting.name)));
  if (changing.length === 0) return planOf(title, [], [already(host, object, "it is set so already")]);
  return planOf(
    title,
    [
      {
        id: `set:${object}`,
        kind: "set-property",
        host,
        dataset: datasetOf(object),
        argv: ["zfs", "set", ...changing.map(({ name, value }) => `${name}=${value}`), object],
        destroys: changing.flatMap((setting) => cutOff(host, object, setting, observation)),
        needs: [],
        reason: changing.map(({ name }) => before(observation, name)).join("; "),
      },
    ],
    changing.flatMap((setting) => consequenceOf(host, object, setting, observation)),
  );
}

/** What `none` is as a number: zfs has no source for it then (libzfs_dataset.c, get_numeric_property). */
const noneIs: Readonly<Record<string, string>> = {
  ...{ quota: "0", refquota: "0", reservation: "0", refreservation: "0" },
  ...{ filesystem_limit: "18446744073709551615", snapshot_limit: "18446744073709551615" },
};

/** Whether a property is set so already. `zfs get -p` has sizes in bytes; what a person has named means what it says. */
function isSo({ name, value }: PropertySetting, now: Property | undefined): boolean {
  if (!now) return false;
  const size = isUserProperty(name) ? undefined : parseBytes(value);
  const wanted = value === "none" ? (noneIs[name] ?? value) : size === undefined ? value : String(size);
  if (now.value === wanted && wanted === noneIs[name]) return true;
  return now.source === "local" && (now.value === wanted || now.value === value);
}

/** What a volume loses that is made smaller: zfs(8) frees it at once, and asks nobody. */
function cutOff(host: string, object: string, { name, value }: PropertySetting, observation: Observation): Destroyed[] {
  const now = name === "volsize" ? parseBytes(propertyIn(observation, name)?.value ?? "") : undefined;
  if (now === undefined) return [];
  const size = parseBytes(value);
  if (size !== undefined && size >= now) return [];
  const volume = observation.datasets.get(datasetOf(object));
  return [
    {
      ...{ host, kind: "volume-end", name: object, bytes: size === undefined ? undefined : now - size },
      ...(volume ? { guid: volume.guid } : {}),
    },
  ];
}

/** `compression was lz4 (inherited from tank)` */
function before(observation: Observation, name: string): string {
  const now = propertyIn(observation, name);
  if (!now || now.value === "-" || now.source === "-") return `${name} was not set`;
  return `${name} was ${printable(now.value)} (${printable(now.source)})`;
}

/** What a person may not expect of some properties. */
function consequenceOf(
  host: string,
  object: string,
  { name, value }: PropertySetting,
  observation: Observation,
): Warning[] {
  const own = observation.datasets.get(datasetOf(object));
  const said = (message: string, nextStep: string): Warning[] => [note(host, object, message, nextStep)];
  switch (name) {
    case "readonly":
      return value === "off" && own?.readonly === true
        ? said("what is written to the target of a replication makes it diverge", "leave it on where it is a target")
        : [];
    case "mountpoint":
    case "canmount":
      return own?.mounted === true
        ? said("it is mounted, and this may unmount it and mount it elsewhere", "see that nothing uses it")
        : [];
    case "quota":
    case "refquota": {
      const size = parseBytes(value);
      const used = name === "quota" ? own?.used : own?.referenced;
      return size !== undefined && used !== undefined && size < used
        ? said(`${formatBytes(used)} are used, more than that`, "writing, and receiving, will fail until it is less")
        : [];
    }
    case "recordsize":
    case "compression":
    case "checksum":
    case "copies":
    case "dedup":
      return said("it holds for what is written from now on; what is there stays as it is", "nothing is to be done");
    default:
      return [];
  }
}
