import type { DatasetName } from "../../core/zfs/names";

/** One pair of a dataset and its copy, as the rows of both tell it. */
export interface ReplicaNote {
  /** The other side: `beta:backup/db`. */
  readonly place: string;
  /** How it stands, in a few words: `12 min behind`, `verified 3 h ago`, `failed`. */
  readonly text: string;
  /** Later than its job allows, or its last run has failed. */
  readonly late: boolean;
}

/** What is known of a dataset's replication. */
export interface DatasetReplication {
  /** Where it is sent to. */
  readonly targets: readonly ReplicaNote[];
  /** What it is a copy of. */
  readonly source: ReplicaNote | undefined;
}

/** Jobs and runs tell what replicates where; the tree asks for each row. */
export interface ReplicationNotes {
  of(host: string, dataset: DatasetName): DatasetReplication | undefined;
  /** The copies of a dataset, and what it is a copy of. */
  counterparts(host: string, dataset: DatasetName): readonly { readonly host: string; readonly dataset: DatasetName }[];
}
