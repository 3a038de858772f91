import { propertySetting } from "../../core/administration/properties";
import type { SnapshotRequest } from "../../core/administration/request";

import { datasetOf, poolOf, shortNameOf } from "../../core/zfs/names";
import { parseSnapshotPlace } from "../../core/zfs/objectPlace";
import { administer, type AdministerOptions } from "../administer";
import type { Environment } from "../environment";

export interface SnapshotOptions extends AdministerOptions {
  readonly recursive: boolean;
  /** `-o name=value` */
  readonly properties: readonly string[];
}

/** `zfsr snapshot HOST:DATASET@NAME… [-r]`: those of one pool and one name in one moment. @throws ZfsrError usage */
export async function snapshot(places: string[], options: SnapshotOptions, environment: Environment): Promise<number> {
  const properties = options.properties.map(propertySetting);
  const moments = new Map<string, SnapshotRequest>();
  for (const place of places) {
    const { host, snapshot: wanted } = parseSnapshotPlace(place);
    const dataset = datasetOf(wanted);
    const name = shortNameOf(wanted);
    const key = [host, poolOf(dataset), name].join("\n");
    const others = moments.get(key)?.datasets;
    const datasets: SnapshotRequest["datasets"] = others ? [...others, dataset] : [dataset];
    moments.set(key, { verb: "snapshot", host, datasets, name, recursive: options.recursive, properties });
  }
  return administer([...moments.values()], options, environment);
}
