import type { Hooks } from "../plan/hook";
import type { TimeWindow } from "../plan/timeWindow";
import type { TransferOptions } from "../plan/transferOptions";
import type { DatasetName } from "../zfs/names";
import type { KeepPolicy } from "./retention";

/** How streams are made. The defaults are `defaultSend`. */
export interface SendOptions {
  /** `auto` sends encrypted datasets raw (`-w`) and others not. */
  readonly raw: "auto" | boolean;
  /** `-c` */
  readonly compressed: boolean;
  /** `-L` */
  readonly largeBlocks: boolean;
  /** `-e` */
  readonly embedded: boolean;
  /** `-I`: all snapshots between, not the newest alone. */
  readonly intermediates: boolean;
  /** `-p`: properties, less those that are not to land on a target (properties.ts). */
  readonly properties: boolean;
  /** `-b`: properties as they were received, for the way back. */
  readonly backup: boolean;
  /** `-R`: a whole tree in one stream. */
  readonly replicate: boolean;
}

/** How streams are received. The defaults are `defaultReceive`. */
export interface ReceiveOptions {
  /** `-s` */
  readonly resumable: boolean;
  /** `readonly=on` on what is received for the first time. */
  readonly readonly: boolean;
  /** Make the datasets above the target that are missing. */
  readonly createParents: boolean;
  /** `-o name=value` on what is received for the first time; `canmount` and `mountpoint` among them override the default. */
  readonly set: Readonly<Record<string, string>>;
  /** `-x name` on every stream that carries properties. */
  readonly inherit: readonly string[];
}

/** Which datasets and snapshots are meant. Globs; an empty list says nothing. */
export interface Selection {
  /** Datasets of the source by their whole names: `tank/db/**`. Empty: all. */
  readonly include: readonly string[];
  /** Datasets that are left out with all below them, whatever `include` says. */
  readonly exclude: readonly string[];
  /** Snapshots by the part behind `@`: `autosnap_*`. Empty: all. */
  readonly snapshots: readonly string[];
}

/** What is done with a target that has gone its own way. */
export type OnDiverged = "stop" | "rollback" | "rename";

/** What is kept on each side; what no rule of a side keeps is destroyed there after the transfer. */
export interface Keep {
  /** Undefined: everything is kept. */
  readonly source: KeepPolicy | undefined;
  readonly target: KeepPolicy | undefined;
  /** Globs of the only snapshots that are ever destroyed, by the part behind `@`. Empty: any. */
  readonly match: readonly string[];
}

/** Kinds of steps that a person can agree to beforehand; `retention` is that of `keep`. */
export type Consent = "retention" | "rollback" | "rename";

/** What to replicate from where to where. `defaultRequest` has all but the places. */
export interface ReplicationRequest {
  /** Names the holds on the source: tag `zfsr:<job>`. */
  readonly job: string;
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
