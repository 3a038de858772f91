import { type DatasetName, parentOf } from "../zfs/names";
import type { DatasetTree } from "../zfs/tree";

/**
 * Whether what is received as `name`, not raw, is encrypted there: by the dataset that is there, or else by the nearest one
 * above it, whose key it would take. Such a receive refuses embedded blocks (dmu_recv_begin_check in dmu_recv.c; 2.1 says
 * 'kernel modules must be upgraded', 2.3 'incompatible embedded data stream feature with encrypted receive').
 */
export function landsEncrypted(target: DatasetTree, name: DatasetName): boolean {
  for (let at: DatasetName | undefined = name; at !== undefined; at = parentOf(at)) {
    const there = target.datasets.get(at)?.dataset ?? target.ancestors.find((dataset) => dataset.name === at);
    if (there) return there.encryption !== "off";
  }
  return false;
}
