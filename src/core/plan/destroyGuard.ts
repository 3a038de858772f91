import { datasetOf, isWithin } from "../zfs/names";
import { type Guard, someToken } from "../zfs/guard";
import type { Destroyed, Step } from "./step";

/**
 * `zfs destroy` goes by names, and a plan by guids: a name may have been given to something else since, and something new may
 * be below a dataset that goes with all it has. What to look at right before a step that destroys snapshots, bookmarks or
 * datasets; undefined for any other step, and for what had no guid yet when it was planned. It lists `NAME<tab>GUID`. Of
 * snapshots and bookmarks, what has gone meanwhile is no obstacle; a dataset must be all that was planned, and nothing else.
 */
export function destroyGuardOf(step: Step): Guard | undefined {
  const { argv, destroys } = step;
  if (destroysDataset(step)) return guardOfDataset(step);
  if (argv[0] !== "zfs" || argv[1] !== "destroy") return undefined;
  const small = destroys.filter(({ guid, kind }) => guid !== undefined && kind !== "dataset");
  if (small.length === 0) return undefined;
  const within = datasetOf(argv.at(-1) ?? "");
  return {
    argv: [...list, "-t", "filesystem,volume,snapshot,bookmark", within, ...small.map(({ name }) => name)],
    expects: { kind: "some", lines: small.map(lineOf), within },
  };
}

/** Tells a `zfs destroy` of a dataset from one of snapshots or of a bookmark, and from every other step. */
export function destroysDataset({ argv }: Pick<Step, "argv">): boolean {
  return argv[0] === "zfs" && argv[1] === "destroy" && !/[@#]/.test(argv.at(-1) ?? "");
}

/** Why the guard of a dataset lets its step not run. */
export const comeOrGone = "something has come or gone there since it was planned to be destroyed";

/** What the command of a step takes away itself. A snapshot of another dataset that waits for its last clone goes by itself. */
export function ownOf({ argv, destroys }: Pick<Step, "argv" | "destroys">): Destroyed[] {
  const within = datasetOf(argv.at(-1) ?? "");
  return destroys.filter(({ name }) => isWithin(datasetOf(name), within));
}

/** Of a dataset by itself, or with all that it has. */
function guardOfDataset({ argv, destroys }: Step): Guard | undefined {
  const recursive = argv.includes("-r");
  const items = ownOf({ argv, destroys }).filter(({ guid }) => guid !== undefined);
  if (!items.some(({ kind }) => kind === "dataset")) return undefined;
  const partial = new Set(destroys.flatMap(({ kind, name }) => (kind === "partial-receive" ? [name] : [])));
  const lines = items
    .filter(({ kind }) => recursive || kind === "dataset")
    .map((item) => `${lineOf(item)}\t${item.kind === "dataset" && partial.has(item.name) ? someToken : "-"}`);
  const below = recursive ? ["-r", "-t", "all"] : ["-t", "filesystem,volume"];
  return { argv: [...listWithTokens, ...below, argv.at(-1) ?? ""], expects: { kind: "all", lines } };
}

const list = ["zfs", "list", "-Hp", "-o", "name,guid"] as const;
/** What was partially received goes with its dataset, and is in no list but by its token. */
const listWithTokens = ["zfs", "list", "-Hp", "-o", "name,guid,receive_resume_token"] as const;

function lineOf({ name, guid }: Destroyed): string {
  return `${name}\t${guid ?? ""}`;
}
