import { datasetOf, isWithin } from "../zfs/names";
import type { Guard } from "../zfs/guard";
import type { Destroyed, Step } from "./step";

/**
 * `zfs destroy` goes by names, and a plan by guids: a name may have been given to something else since, and something new may
 * be below a dataset that goes with all it has. What to look at right before a step that destroys snapshots, bookmarks or
 * datasets; undefined for any other step, and for what had no guid yet when it was planned. It lists `NAME<tab>GUID`. Of
 * snapshots and bookmarks, what has gone meanwhile is no obstacle; a dataset must be all that was planned, and nothing else.
 */
export function destroyGuardOf({ argv, destroys }: Step): Guard | undefined {
  const [zfs, verb, ...words] = argv;
  const named = words.pop() ?? "";
  if (zfs !== "zfs" || verb !== "destroy") return undefined;
  const items = destroys.filter(({ guid }) => guid !== undefined);
  if (!/[@#]/.test(named)) return guardOfDataset(items, words.includes("-r"));
  const small = items.filter(({ kind }) => kind !== "dataset");
  if (small.length === 0) return undefined;
  const within = datasetOf(named);
  return {
    argv: [...list, "-t", "filesystem,volume,snapshot,bookmark", within, ...small.map(({ name }) => name)],
    expects: { kind: "some", lines: small.map(lineOf), within },
  };
}

/** Why the guard of a dataset lets its step not run. */
export const comeOrGone = "something has come or gone there since it was planned to be destroyed";

/** Of a dataset by itself, or with all that it has. */
function guardOfDataset(items: readonly Destroyed[], recursive: boolean): Guard | undefined {
  const datasets = items.flatMap(({ kind, name }) => (kind === "dataset" ? [name] : []));
  const roots = datasets.filter((name) => !datasets.some((above) => above !== name && isWithin(name, above)));
  if (roots.length === 0) return undefined;
  const lines = items.filter(({ kind }) => recursive || kind === "dataset").map(lineOf);
  const below = recursive ? ["-r", "-t", "all"] : ["-t", "filesystem,volume"];
  return { argv: [...list, ...below, ...roots], expects: { kind: "all", lines } };
}

const list = ["zfs", "list", "-Hp", "-o", "name,guid"] as const;

function lineOf({ name, guid }: Destroyed): string {
  return `${name}\t${guid ?? ""}`;
}
