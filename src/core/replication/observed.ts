import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import { type DatasetName, rebase } from "../zfs/names";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import type { ReplicationRequest } from "./request";

/** What both sides look like, and what the tokens of partial receives on the target say. */
export interface Observed {
  readonly source: DatasetTree;
  readonly target: DatasetTree;
  /** By the target's dataset; a token that could not be read is missing. */
  readonly tokens: ReadonlyMap<DatasetName, ResumeTokenContents>;
  /** When it was looked at: milliseconds since 1970. A snapshot of later than that was taken by a wrong clock. */
  readonly at?: number;
}

/** Where a dataset of the source goes. */
export function targetName(request: ReplicationRequest, source: DatasetName): DatasetName {
  return rebase(source, request.source.dataset, request.target.dataset);
}

/** The datasets of the target that nothing on the source corresponds to. Empty unless all below was looked at. */
export function orphansOf(request: ReplicationRequest, { source, target }: Observed): DatasetState[] {
  if (!request.recursive) return [];
  const expected = new Set([...source.datasets.keys()].map((name) => targetName(request, name)));
  return [...target.datasets.values()].filter(({ dataset }) => !expected.has(dataset.name));
}
