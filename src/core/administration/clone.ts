import type { Plan, Warning } from "../plan/plan";
import { datasetName, datasetOf, type DatasetName, parentOf, poolOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, snapshotIn } from "./observation";
import { missing, note, planOf, stop } from "./plans";
import { settingWords } from "./properties";
import type { CloneRequest } from "./request";

/** Makes a filesystem or volume of a snapshot, which then cannot be destroyed. @throws ZfsrError invalid-name */
export function planClone(
  { host, snapshot, target, properties, parents }: CloneRequest,
  observation: Observation,
): Plan {
  const name = datasetName(target);
  const title = `clone ${formatPlace(host, snapshot)} as ${name}`;
  if (!snapshotIn(observation, snapshot)) return planOf(title, [], [missing(observation, snapshot)]);
  const obstacle = obstacleToName(host, datasetOf(snapshot), name, parents, observation);
  if (obstacle) return planOf(title, [], [obstacle]);
  return planOf(
    title,
    [
      {
        id: `clone:${name}`,
        kind: "clone",
        host,
        dataset: name,
        argv: ["zfs", "clone", ...(parents ? ["-p"] : []), ...settingWords(properties), snapshot, name],
        destroys: [],
        needs: [],
        reason: "what the snapshot holds, to be read and written",
      },
    ],
    [
      note(
        host,
        snapshot,
        "as long as the clone is there, it cannot be destroyed",
        "destroy or promote the clone later",
      ),
    ],
  );
}

/** Why a dataset of a pool cannot be given that name. */
export function obstacleToName(
  host: string,
  dataset: DatasetName,
  name: DatasetName,
  parents: boolean,
  { datasets }: Observation,
): Warning | undefined {
  if (poolOf(name) !== poolOf(dataset))
    return stop(
      host,
      name,
      `it is in another pool than ${dataset}`,
      `choose a name in ${poolOf(dataset)}, or replicate it`,
    );
  if (datasets.has(name)) return stop(host, name, "it exists already", "choose another name");
  const parent = parentOf(name);
  if (parent === undefined)
    return stop(host, name, "it is the name of a pool", `choose a name below ${poolOf(dataset)}`);
  const above = datasets.get(parent);
  if (above?.type === "volume")
    return stop(host, name, `its parent ${parent} is a volume, which can hold no datasets`, "choose another place");
  if (above || parents) return undefined;
  return stop(host, name, `its parent ${parent} does not exist`, "choose another place, or have it made with -p");
}
