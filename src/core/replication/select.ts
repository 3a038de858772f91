import picomatch from "picomatch";
import { type DatasetName, parentOf } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";
import type { Selection } from "./request";

/** Tells whether a text is matched by one of the globs; false for none. `*` stays within a component, `**` does not. */
function matcher(globs: readonly string[]): (text: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}

/** Tells which snapshots are meant, by the part behind `@`. */
export function snapshotMatcher(globs: readonly string[]): (short: string) => boolean {
  return globs.length === 0 ? () => true : matcher(globs);
}

/**
 * The datasets of a source that are to be replicated, in the order given.
 * @param states parents before their children
 */
export function selected(
  states: Iterable<DatasetState>,
  { include, exclude }: Pick<Selection, "include" | "exclude">,
): DatasetState[] {
  const included = include.length === 0 ? () => true : matcher(include);
  const excluded = matcher(exclude);
  const out = new Set<DatasetName>();
  return [...states].filter(({ dataset: { name } }) => {
    const above = parentOf(name);
    if (excluded(name) || (above !== undefined && out.has(above))) out.add(name);
    return !out.has(name) && included(name);
  });
}
