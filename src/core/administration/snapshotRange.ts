import { ZfsrError } from "../base/errors";
import type { Snapshot } from "../zfs/model";
import { printable, shortNameFault, shortNameOf } from "../zfs/names";

/** One part of what stands behind `@`: a name, or a range whose ends may be open. */
export type SnapshotPart =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "range"; readonly first: string | undefined; readonly last: string | undefined };

/** Reads `a,b%c,%d,e%,%` as zfs-destroy(8) has it. @throws ZfsrError usage */
export function snapshotParts(text: string): SnapshotPart[] {
  return text.split(",").map((part) => {
    const [first = "", last, ...more] = part.split("%");
    const bad = [first, last ?? ""].find((end) => end !== "" && shortNameFault(end) !== undefined);
    if (more.length > 0 || bad !== undefined || part === "") {
      throw new ZfsrError({
        reason: "usage",
        object: `'${printable(text)}'`,
        because: `'${printable(part)}' is neither the name of a snapshot nor a range`,
        nextStep: "write names by commas, and ranges with %: monday,week1%week3",
      });
    }
    if (last === undefined) return { kind: "name", name: first };
    return { kind: "range", first: first === "" ? undefined : first, last: last === "" ? undefined : last };
  });
}

/** What parts choose among the snapshots of one dataset. */
export interface ChosenSnapshots {
  /** In their own order, each once. */
  readonly snapshots: readonly Snapshot[];
  /** Names, and ends of ranges, that are not there. */
  readonly missing: readonly string[];
}

/** Chooses by name and by range, in the order of createtxg. @param snapshots of one dataset, in that order */
export function chooseSnapshots(parts: readonly SnapshotPart[], snapshots: readonly Snapshot[]): ChosenSnapshots {
  const index = new Map(snapshots.map((snapshot, i) => [shortNameOf(snapshot.name), i]));
  const chosen = new Set<number>();
  const missing: string[] = [];
  const find = (name: string | undefined, open: number): number | undefined => {
    if (name === undefined) return open;
    const found = index.get(name);
    if (found === undefined) missing.push(name);
    return found;
  };
  for (const part of parts) {
    const first = part.kind === "name" ? find(part.name, 0) : find(part.first, 0);
    const last = part.kind === "name" ? first : find(part.last, snapshots.length - 1);
    if (first === undefined || last === undefined) continue;
    for (let i = first; i <= last; i += 1) chosen.add(i);
  }
  return { snapshots: snapshots.filter((_, i) => chosen.has(i)), missing };
}
