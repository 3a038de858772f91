import type { Snapshot } from "../zfs/model";
import { shortNameOf } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";
import type { ReplicationRequest } from "./request";
import { snapshotMatcher } from "./select";

/** The snapshots that are asked for, in the order of createtxg: those that match, up to the one that was named. */
export function wantedSnapshots(
  { snapshots }: Pick<DatasetState, "snapshots">,
  { source, select }: Pick<ReplicationRequest, "source" | "select">,
): readonly Snapshot[] {
  const last =
    source.snapshot === undefined
      ? snapshots.length - 1
      : snapshots.findIndex((candidate) => shortNameOf(candidate.name) === source.snapshot);
  const upTo = last === snapshots.length - 1 ? snapshots : snapshots.slice(0, last + 1);
  if (select.snapshots.length === 0) return upTo;
  const matches = snapshotMatcher(select.snapshots);
  // the one that was named is meant, whatever it is called
  return upTo.filter(
    (snapshot, i) => matches(shortNameOf(snapshot.name)) || (source.snapshot !== undefined && i === last),
  );
}
