import type { Step } from "./step";

/** What shows that names still stand for what was meant by them. */
export interface DestroyGuard {
  /** Lists those that are there, in lines `NAME<tab>GUID`. */
  readonly argv: readonly string[];
  /** The lines that may come; another one is something else of the same name. */
  readonly lines: readonly string[];
}

/**
 * `zfs destroy` goes by names, and a plan by guids: a name may have been given to something else since. What to look at right
 * before a step that destroys snapshots or bookmarks by their names; undefined for any other step. What has gone meanwhile
 * is no obstacle.
 */
export function destroyGuardOf({ argv, destroys }: Step): DestroyGuard | undefined {
  const [zfs, verb, named = "", ...more] = argv;
  if (zfs !== "zfs" || verb !== "destroy" || more.length > 0 || !/[@#]/.test(named)) return undefined;
  const items = destroys.filter(({ guid }) => guid !== undefined);
  if (items.length === 0) return undefined;
  return {
    argv: ["zfs", "list", "-Hp", "-o", "name,guid", "-t", "snapshot,bookmark", ...items.map(({ name }) => name)],
    lines: items.map(({ name, guid = "" }) => `${name}\t${guid}`),
  };
}
