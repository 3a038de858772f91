import { datasetOf, isWithin } from "../zfs/names";
import { type Guard, someToken } from "../zfs/guard";
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
  if (!/[@#]/.test(named)) return guardOfDataset(destroys, words.includes("-r"));
  const small = destroys.filter(({ guid, kind }) => guid !== undefined && kind !== "dataset");
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
function guardOfDataset(all: readonly Destroyed[], recursive: boolean): Guard | undefined {
  const items = all.filter(({ guid }) => guid !== undefined);
  const datasets = items.flatMap(({ kind, name }) => (kind === "dataset" ? [name] : []));
  const roots = datasets.filter((name) => !datasets.some((above) => above !== name && isWithin(name, above)));
  if (roots.length === 0) return undefined;
  const partial = new Set(all.flatMap(({ kind, name }) => (kind === "partial-receive" ? [name] : [])));
  const lines = items
    .filter(({ kind }) => recursive || kind === "dataset")
    .map((item) => `${lineOf(item)}\t${item.kind === "dataset" && partial.has(item.name) ? someToken : "-"}`);
  const below = recursive ? ["-r", "-t", "all"] : ["-t", "filesystem,volume"];
  return { argv: [...listWithTokens, ...below, ...roots], expects: { kind: "all", lines } };
}

const list = ["zfs", "list", "-Hp", "-o", "name,guid"] as const;
/** What was partially received goes with its dataset, and is in no list but by its token. */
const listWithTokens = ["zfs", "list", "-Hp", "-o", "name,guid,receive_resume_token"] as const;

function lineOf({ name, guid }: Destroyed): string {
  return `${name}\t${guid ?? ""}`;
}
