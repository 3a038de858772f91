import { createHash } from "node:crypto";
import { type Changes, listChanges } from "../zfs/commands/listChanges";
import { listPools } from "../zfs/commands/listPools";
import type { Pool } from "../zfs/model";
import { type DatasetName, poolOf, type SnapshotName } from "../zfs/names";
import { chunked, mostAtOnce } from "./chunked";
import type { Host } from "./host";
import { numberIn, question } from "./question";
import { type Outcome, runAll } from "./run";
import { listHolds } from "../zfs/commands/listHolds";

export interface MarkOptions {
  readonly recursive: boolean;
  /** A target is marked by what was written to it, too. */
  readonly written: boolean;
}

/**
 * Commands whose answers are the mark of a tree, to be run before its snapshots are listed: what changes while they are
 * being listed then shows in the next mark. The clock is read first, for the same reason.
 */
export function markCommands(root: DatasetName, options: MarkOptions) {
  return [question("the clock", "date +%s", numberIn), listChanges(root, options)] as const;
}

/**
 * What a tree is known again by: a digest that is another one as soon as a snapshot comes or goes, a dataset is made anew,
 * a receive is cut off, or a target is written to. Undefined where the host cannot tell (OpenZFS before 2.2), or where the
 * last change is so fresh that another in the same second would not show.
 */
export function markOf(
  root: DatasetName,
  clock: Outcome<number> | undefined,
  changes: Outcome<Changes> | undefined,
  pools: readonly Pool[],
): string | undefined {
  if (!clock || !changes || "error" in clock || "error" in changes) return undefined;
  const { text, latest } = changes.value;
  return latest === undefined || latest + 2 > clock.value ? undefined : digestOf(root, text, pools);
}

/**
 * Looks whether a tree still has a mark: one round trip, and no snapshot is listed. Whatever keeps it from being seen is no
 * error: it is not known again, and has to be looked at in full.
 * @param held snapshots that must still be held by `tag`
 */
export async function hasMark(
  host: Host,
  root: DatasetName,
  mark: string,
  options: MarkOptions & {
    readonly held: readonly SnapshotName[];
    readonly tag: string;
    readonly signal?: AbortSignal;
  },
): Promise<boolean> {
  const { held, tag, signal } = options;
  const [changes, pools, ...holds] = await runAll(
    host,
    [listChanges(root, options), listPools(), ...chunked(held, mostAtOnce).map(listHolds)] as const,
    signal ? { signal } : {},
  );
  if ("error" in changes || "error" in pools || digestOf(root, changes.value.text, pools.value) !== mark) return false;
  const found = new Set(
    holds.flatMap((outcome) =>
      "value" in outcome ? outcome.value.flatMap((hold) => (hold.tag === tag ? [hold.snapshot] : [])) : [],
    ),
  );
  return held.every((name) => found.has(name));
}

function digestOf(root: DatasetName, text: string, pools: readonly Pool[]): string {
  const pool = pools.find(({ name }) => name === poolOf(root));
  return createHash("sha256")
    .update(`${pool?.guid ?? ""} ${pool?.health ?? ""} ${pool?.readonly === true ? "readonly" : ""}\n${text}`)
    .digest("hex");
}
