import type { Hold } from "../zfs/model";
import { datasetOf } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";

/** A hold, and whether its replication still goes on from its snapshot. */
export interface HoldState extends Hold {
  /**
   * `superseded`: the same replication holds a newer snapshot of this dataset, so nothing goes on from this one;
   * `base`: a replication goes on from it; `foreign`: it is none of zfsr's.
   */
  readonly state: "base" | "superseded" | "foreign";
}

/** Tells the holds that are left over from those that are needed. @param states of the datasets that the holds are in */
export function holdStates(
  holds: readonly Hold[],
  states: Iterable<Pick<DatasetState, "snapshots">>,
): readonly HoldState[] {
  const age = new Map<string, number>();
  for (const { snapshots } of states) for (const { name, createtxg } of snapshots) age.set(name, createtxg);
  const ofTag = ({ snapshot, tag }: Hold): string => `${datasetOf(snapshot)} ${tag}`;
  const newest = new Map<string, number>();
  for (const hold of holds)
    newest.set(ofTag(hold), Math.max(newest.get(ofTag(hold)) ?? 0, age.get(hold.snapshot) ?? 0));
  return holds.map((hold) => ({
    ...hold,
    state: !hold.tag.startsWith("zfsr:")
      ? "foreign"
      : (age.get(hold.snapshot) ?? 0) < (newest.get(ofTag(hold)) ?? 0)
        ? "superseded"
        : "base",
  }));
}
