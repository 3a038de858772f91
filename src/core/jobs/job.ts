import type { Hooks } from "../plan/hook";
import type { TimeWindow } from "../plan/timeWindow";
import type { ReceiveOptions, SendOptions } from "../plan/streamOptions";
import type { TransferOptions } from "../plan/transferOptions";
import type { DatasetPlace } from "../zfs/place";
import type { Schedule } from "./schedule";

/** Which snapshot a job takes before it sends. */
export interface SnapshotPolicy {
  /** `rep_` */
  readonly prefix: string;
  /** The time behind the prefix, in UTC, in the words of strftime(3); `%Y-%m-%dT%H%M%SZ` when left out. */
  readonly format: string | undefined;
  /** User properties of the snapshot. */
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * Which snapshots are kept; each rule that keeps one is enough. `last`: the newest so many; `hourly` to `yearly`: the
 * newest of each of the newest so many hours, days, weeks (from Monday), months, years in UTC that have one; `within`:
 * milliseconds, all that are at most so much older than the newest. See docs/jobs.md.
 */
export interface KeepRules {
  readonly last?: number | undefined;
  readonly hourly?: number | undefined;
  readonly daily?: number | undefined;
  readonly weekly?: number | undefined;
  readonly monthly?: number | undefined;
  readonly yearly?: number | undefined;
  readonly within?: number | undefined;
}

/** What is done with a target that has gone its own way. */
export type OnDiverged = "stop" | "rollback" | "rename";

/** What is kept on each side; what no rule of a side keeps is destroyed there after the transfer. */
export interface Keep {
  /** Undefined: everything is kept. */
  readonly source: KeepRules | undefined;
  readonly target: KeepRules | undefined;
  /** Globs of the only snapshots that are ever destroyed, by the part behind `@`. Empty: any. */
  readonly match: readonly string[];
}

/** Kinds of steps that a person can agree to beforehand; `retention` is that of `keep`. */
export type Consent = "retention" | "rollback" | "rename";

/** One job of a job file, with the file's defaults filled in. */
export interface Job {
  readonly name: string;
  readonly source: DatasetPlace;
  readonly targets: readonly DatasetPlace[];
  readonly recursive: boolean;
  readonly select: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly snapshots: readonly string[];
  };
  /** Undefined: it sends the snapshots that are there. */
  readonly snapshot: SnapshotPolicy | undefined;
  readonly send: SendOptions;
  readonly receive: ReceiveOptions;
  readonly transfer: TransferOptions;
  readonly protect: { readonly hold: boolean; readonly bookmark: boolean };
  readonly keep: Keep;
  readonly onDiverged: OnDiverged;
  readonly consent: readonly Consent[];
  /** Ids of hazards that are accepted. */
  readonly accept: readonly string[];
  /** Milliseconds after which a target is late. */
  readonly maxLag: number | undefined;
  /** When `zfsr run --due` runs it; undefined: only when it is told to. */
  readonly schedule: Schedule | undefined;
  /** When its runs may work. */
  readonly window: TimeWindow | undefined;
  readonly hooks: Hooks;
  /** The hosts of its file that are marked as production, as they are reached. */
  readonly production: readonly string[];
}

/** What a file says of a host. */
export interface JobHost {
  /** The name by which it is reached: an alias of the ssh config, or `user@name:port`; with `sudo+` in front where sudo is used. */
  readonly id: string;
  /** Whatever is destroyed there is agreed to by the host's name. */
  readonly production: boolean;
}

export interface JobFile {
  /** By the names that the file's places may begin with, besides `local`; empty when the file names none. */
  readonly hosts: ReadonlyMap<string, JobHost>;
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
