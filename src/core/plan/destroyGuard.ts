import type { Guard } from "../zfs/guard";
import type { Step } from "./step";

/**
 * `zfs destroy` goes by names, and a plan by guids: a name may have been given to something else since. What to look at right
 * before a step that destroys snapshots, bookmarks or a dataset by their names; undefined for any other step, that is for all
 * that lies below a dataset. It lists `NAME<tab>GUID`. What has gone meanwhile is no obstacle.
 */
export function destroyGuardOf({ argv, destroys }: Step): Guard | undefined {
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
