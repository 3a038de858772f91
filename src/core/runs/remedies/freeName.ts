import { run } from "../../hosts/run";
import { listDatasets } from "../../zfs/commands/listDatasets";
import { type DatasetName, datasetName, parentOf } from "../../zfs/names";
import { optionsOf, type Scene } from "./told";

/**
 * A name beside `dataset` that nothing has yet: `tank/a-before`, `tank/a-before-2`.
 * @returns undefined for a pool's root, which has nothing beside it
 */
export async function freeName(dataset: DatasetName, ending: string, scene: Scene): Promise<DatasetName | undefined> {
  const parent = parentOf(dataset);
  if (parent === undefined) return undefined;
  const beside = await run(scene.host, listDatasets(parent, { depth: 1 }), optionsOf(scene));
  const taken = new Set<string>(beside.map(({ name }) => name));
  for (let n = 1; ; n += 1) {
    const name = `${dataset}-${ending}${n === 1 ? "" : `-${n}`}`;
    if (!taken.has(name)) return datasetName(name);
  }
}
