import { type DatasetName, datasetNameFault, isWithin } from "../../../../core/zfs/names";
import type { DatasetRef } from "../../../hosts/datasetRef";
import { contentsOf, type HostState } from "../../../hosts/hostState";
import { t } from "../../../l10n/t";

/**
 * A place for the copy: the source's own last name below `below`, or in the first pool of the target host; empty while
 * that host's pools are not known.
 */
export function suggestedTarget(source: DatasetRef, target: HostState, below: DatasetName | undefined): string {
  const above = below ?? contentsOf(target)?.pools[0]?.name;
  return above === undefined ? "" : `${above}/${source.dataset.slice(source.dataset.lastIndexOf("/") + 1)}`;
}

/** Why a name can be no place for the copy, whatever the hosts hold: a sentence; undefined when it can. */
export function targetFault(name: string, source: DatasetRef, host: string): string | undefined {
  const fault = datasetNameFault(name);
  if (fault !== undefined) return t("ZFS does not allow this name: {0}.", fault);
  if (host === source.host && isWithin(name, source.dataset))
    return t("{0} lies within the source {1}: choose a place outside of it.", name, source.dataset);
  return undefined;
}
