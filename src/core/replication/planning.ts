import type { Goal, Warning } from "../plan/plan";
import type { CommandStep, TransferStep } from "../plan/step";
import type { Dataset } from "../zfs/model";
import type { DatasetName, Guid, SnapshotName } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";
import type { Obstacle } from "./obstacles";
import type { Observed } from "./observed";
import type { ReplicationRequest } from "./request";

/** What the plan of one dataset adds to that of the whole. */
export interface Part {
  /** Commands that come before its streams: a rollback, a rename, parents that are made. */
  readonly before: readonly CommandStep[];
  readonly transfers: readonly TransferStep[];
  readonly goals: readonly Goal[];
  readonly warnings: readonly Warning[];
}

/** A dataset that this plan makes on the target: what those below it will find. */
export interface Arriving extends Pick<Dataset, "type" | "keystatus"> {
  /** The step that makes it. */
  readonly step: string | undefined;
}

/** A snapshot that is on the target, or will be once a step has run. */
export interface Delivered {
  readonly name: SnapshotName;
  readonly step: string | undefined;
}

/** What is known while a plan is made, dataset by dataset; the maps grow as parts are planned. */
export interface Planning {
  readonly request: ReplicationRequest;
  readonly observed: Observed;
  /** By dataset of the target. */
  readonly arriving: Map<DatasetName, Arriving>;
  /** The datasets of the target that are replicated to: what becomes of them is their own plan's to say. */
  readonly expected: ReadonlySet<DatasetName>;
  /** By dataset of the target: the steps that rename it away, with all below it. */
  readonly renamed: Map<DatasetName, string>;
  /** The datasets of the source that others of it are clones of. */
  readonly cloned: ReadonlySet<DatasetName>;
  /** Where the snapshots of the `cloned` datasets are on the target; by guid. */
  readonly delivered: Map<Guid, Delivered>;
  /** What a dataset of the source was called when it was sent before; undefined where it is known by its name. */
  readonly formerName: (source: DatasetState) => DatasetName | undefined;
}

/** A part that does nothing and leaves the rest to a person. @param place `host:dataset` */
export function left(place: string, { id, message, nextStep }: Obstacle): Part {
  const warning: Warning = { object: place, message, nextStep, level: "person", ...(id === undefined ? {} : { id }) };
  return { before: [], transfers: [], goals: [], warnings: [warning] };
}
