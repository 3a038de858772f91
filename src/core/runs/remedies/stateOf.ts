import type { Host } from "../../hosts/host";
import { runAll, unwrap } from "../../hosts/run";
import { ZfsrError } from "../../base/errors";
import { listDatasets } from "../../zfs/commands/listDatasets";
import { listSnapshots } from "../../zfs/commands/listSnapshots";
import type { DatasetName } from "../../zfs/names";
import { formatPlace } from "../../zfs/place";
import { type DatasetState, datasetStates } from "../../zfs/tree";
import { optionsOf, type Scene } from "./told";

/** One dataset with its snapshots and bookmarks. @throws ZfsrError not-found where it is not there */
export async function stateOf(host: Host, dataset: DatasetName, scene: Scene): Promise<DatasetState> {
  const commands = [listDatasets(dataset, { depth: 0 }), listSnapshots(dataset, { recursive: false })] as const;
  const [datasets, items] = await runAll(host, commands, optionsOf(scene));
  const state = datasetStates(unwrap(datasets), unwrap(items)).get(dataset);
  if (state) return state;
  throw new ZfsrError({
    reason: "not-found",
    object: formatPlace(host.id, dataset),
    because: "it does not exist",
    nextStep: `list what is there: zfsr ls ${host.id}:`,
  });
}
