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
 * before a step that destroys snapshots, bookmarks or a dataset by their names; undefined for any other step, that is for all
 * that lies below a dataset. What has gone meanwhile is no obstacle.
 */
export function destroyGuardOf({ argv, destroys }: Step): DestroyGuard | undefined {
  const [zfs, verb, ...words] = argv;
  const named = words.pop() ?? "";
  // -d: marked, to go later; -f: unmounted first
  if (zfs !== "zfs" || verb !== "destroy" || words.some((word) => word !== "-d" && word !== "-f")) return undefined;
  const ofDataset = !/[@#]/.test(named);
  const items = destroys.filter(({ guid, kind }) => guid !== undefined && (kind === "dataset") === ofDataset);
  if (items.length === 0) return undefined;
  const types = ofDataset ? "filesystem,volume" : "snapshot,bookmark";
  return {
    argv: ["zfs", "list", "-Hp", "-o", "name,guid", "-t", types, ...items.map(({ name }) => name)],
    lines: items.map(({ name, guid = "" }) => `${name}\t${guid}`),
  };
}
