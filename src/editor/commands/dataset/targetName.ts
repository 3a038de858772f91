import { type DatasetName, datasetNameFault, isWithin, parentOf, poolOf } from "../../../core/zfs/names";
import type { DatasetRef } from "../../hosts/datasetRef";
import { contentsOf, type HostState } from "../../hosts/hostState";

/** A place for the copy: the source's own path in the first pool of the target host. */
export function suggestedTarget(source: DatasetRef, target: HostState): string {
  const pool = contentsOf(target)?.pools[0]?.name ?? "";
  const name = source.dataset.slice(source.dataset.lastIndexOf("/") + 1);
  return `${pool}/${name}`;
}

/**
 * What is wrong with a place for the copy, in a sentence; undefined when it will do. Where the host could not be looked
 * at, its names cannot be checked here: the plan will tell.
 */
export function targetFault(
  name: string,
  source: DatasetRef,
  target: { readonly host: string; readonly state: HostState },
): string | undefined {
  const fault = datasetNameFault(name);
  if (fault !== undefined) return `ZFS does not allow this name: ${fault}.`;
  if (target.host === source.host && isWithin(name, source.dataset)) {
    return `${name} lies within the source ${source.dataset}: choose a place outside of it.`;
  }
  const contents = contentsOf(target.state);
  if (!contents) return undefined;
  const { pools, datasets } = contents;
  if (!pools.some((pool) => pool.name === poolOf(name))) {
    return `${target.host} has no pool ${poolOf(name)}; it has ${pools.map((pool) => pool.name).join(", ") || "none"}.`;
  }
  const parent = parentOf(name);
  if (parent !== undefined && !datasets.has(name as DatasetName) && !datasets.has(parent)) {
    return `The parent ${parent} does not exist on ${target.host}: create it first, or choose another place.`;
  }
  return undefined;
}
