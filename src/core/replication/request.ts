import type { Consent, Keep, OnDiverged } from "../jobs/job";
import type { Hooks } from "../plan/hook";
import type { TimeWindow } from "../plan/timeWindow";
import type { ReceiveOptions, SendOptions } from "../plan/streamOptions";
import type { TransferOptions } from "../plan/transferOptions";
import type { DatasetName } from "../zfs/names";

/** Which datasets and snapshots are meant. Globs; an empty list says nothing. */
export interface Selection {
  /** Datasets of the source by their whole names: `tank/db/**`. Empty: all. */
  readonly include: readonly string[];
  /** Datasets that are left out with all below them, whatever `include` says. */
  readonly exclude: readonly string[];
  /** Snapshots by the part behind `@`: `autosnap_*`. Empty: all. */
  readonly snapshots: readonly string[];
}

/** What to replicate from where to where. `defaultRequest` has all but the places. */
export interface ReplicationRequest {
  /** Names the holds on the source: tag `zfsr:<job>`. */
  readonly job: string;
  /** The names, as `job`, under which the same source goes to other targets: what they have not got yet stays on the source. */
  readonly siblings?: readonly string[] | undefined;
  readonly source: { readonly host: string; readonly dataset: DatasetName; readonly snapshot: string | undefined };
  readonly target: { readonly host: string; readonly dataset: DatasetName };
  readonly recursive: boolean;
  readonly select: Selection;
  readonly send: SendOptions;
  readonly receive: ReceiveOptions;
  /** Hold the newest sent snapshot on the source until its successor has arrived. */
  readonly hold: boolean;
  /** How the streams travel; the plan is the same by each way. Default: `defaultTransfer`. */
  readonly transfer?: TransferOptions | undefined;
  /** Bookmark the newest sent snapshot on the source, so that increments go on though the snapshot itself is destroyed. */
  readonly bookmark: boolean;
  readonly onDiverged: OnDiverged;
  readonly keep: Keep;
  /** What a person has agreed to once and for all, in a job file, so that runs need not ask. */
  readonly consent: readonly Consent[];
  /** Ids of hazards (docs/replication.md) that a person has accepted. */
  readonly accept: readonly string[];
  /** Commands before and after a run. */
  readonly hooks?: Hooks | undefined;
  /** When a run may work; undefined at any time. */
  readonly window?: TimeWindow | undefined;
}

export const defaultSend: SendOptions = {
  raw: "auto",
  compressed: true,
  largeBlocks: true,
  embedded: true,
  intermediates: true,
  properties: false,
  backup: false,
  replicate: false,
};
export const defaultReceive: ReceiveOptions = {
  resumable: true,
  readonly: true,
  createParents: false,
  set: {},
  inherit: [],
};

/** All that need not be asked for. */
export const defaultRequest: Omit<ReplicationRequest, "job" | "source" | "target"> = {
  recursive: false,
  select: { include: [], exclude: [], snapshots: [] },
  send: defaultSend,
  receive: defaultReceive,
  hold: true,
  bookmark: false,
  onDiverged: "stop",
  keep: { source: undefined, target: undefined, match: [] },
  consent: [],
  accept: [],
};
