import { createHash } from "node:crypto";
import { isWithin } from "../zfs/names";
import type { Guard } from "../zfs/guard";
import type { Destroyed, Step } from "./step";

/**
 * `zfs destroy` goes by names, and a plan by guids: a name may have been given to something else since, and something new may
 * be below a dataset that goes with all it has. What to look at right before a step that destroys snapshots, bookmarks or
 * datasets; undefined for any other step. It lists `NAME<tab>GUID`. Of what is named, what has gone meanwhile is no obstacle;
 * what goes with a dataset must be all that was planned, and nothing else.
 */
export function destroyGuardOf({ argv, destroys }: Step): Guard | undefined {
  const [zfs, verb, ...words] = argv;
  const named = words.pop() ?? "";
  // -d: marked, to go later; -f: unmounted first
  if (zfs !== "zfs" || verb !== "destroy" || words.some((word) => !["-d", "-f", "-r", "-R"].includes(word)))
    return undefined;
  const ofDataset = !/[@#]/.test(named);
  const known = destroys.filter(({ guid }) => guid !== undefined);
  if (words.includes("-r") || words.includes("-R")) return ofDataset ? guardOfAll(known) : undefined;
  const items = known.filter(({ kind }) => (kind === "dataset") === ofDataset);
  if (items.length === 0) return undefined;
  const types = ofDataset ? "filesystem,volume" : "snapshot,bookmark";
  return { argv: [...list, "-t", types, ...items.map(({ name }) => name)], lines: items.map(lineOf), whole: false };
}

/** Why a guard of all that a dataset has lets its step not run. */
export const comeOrGone = "something has come or gone there since it was planned to be destroyed with all that it has";

/** Of datasets that go with all that they have, and of clones wherever they are. */
function guardOfAll(items: readonly Destroyed[]): Guard | undefined {
  const datasets = items.flatMap(({ kind, name }) => (kind === "dataset" ? [name] : []));
  const roots = datasets.filter((name) => !datasets.some((above) => above !== name && isWithin(name, above)));
  if (roots.length === 0) return undefined;
  const lines = items.map(lineOf).toSorted();
  const digest = createHash("sha256")
    .update(`${lines.join("\n")}\n`)
    .digest("hex");
  // as sha256sum writes it, and as sha256 of FreeBSD does
  return { argv: [...list, "-r", "-t", "all", ...roots], lines: [`${digest}  -`, digest], whole: true };
}

const list = ["zfs", "list", "-Hp", "-o", "name,guid"] as const;

function lineOf({ name, guid }: Destroyed): string {
  return `${name}\t${guid ?? ""}`;
}
