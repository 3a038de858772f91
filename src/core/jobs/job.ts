import type { DatasetPlace } from "../zfs/place";

/** Which snapshot a job takes before it sends. */
export interface SnapshotPolicy {
  /** `rep_` */
  readonly prefix: string;
}

/** One job of a job file, with the file's defaults filled in. */
export interface Job {
  readonly name: string;
  readonly source: DatasetPlace;
  readonly targets: readonly DatasetPlace[];
  readonly recursive: boolean;
  /** Undefined: it sends the snapshots that are there. */
  readonly snapshot: SnapshotPolicy | undefined;
  readonly send: {
    readonly raw: "auto" | boolean;
    readonly compressed: boolean;
    readonly largeBlocks: boolean;
    readonly embedded: boolean;
    readonly intermediates: boolean;
  };
  readonly receive: { readonly resumable: boolean; readonly readonly: boolean };
  readonly transport: "auto" | "direct" | "relay";
  readonly protect: { readonly hold: boolean };
  /** Milliseconds after which a target is late. */
  readonly maxLag: number | undefined;
}

export interface JobFile {
  /** The names that the file's places may begin with, besides `local`. */
  readonly hosts: readonly string[];
  readonly jobs: readonly Job[];
}

/** A mistake in a job file. Lines and columns count from 1; the end is exclusive. */
export interface JobProblem {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** One clause: what is wrong, and what would be right. */
  readonly message: string;
}
