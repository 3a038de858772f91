import { formatPlace, parsePlace } from "../../core/zfs/place";

/** `user@beta:backup/demo` of a place that may name a snapshot or bookmark of it; undefined when it names no dataset. */
export function datasetOf(place: string): string | undefined {
  try {
    // a bookmark is no place that a command takes; '#' stands in no host's name
    const { host, dataset } = parsePlace(place.replace(/#[^#:]*$/, ""));
    return dataset && formatPlace(host, dataset);
  } catch {
    return undefined;
  }
}
