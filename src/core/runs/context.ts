import type { Host } from "../hosts/host";
import type { TransferOptions } from "../plan/transferOptions";
import type { KeyQuestion } from "../plan/step";
import type { PoolName } from "../zfs/names";
import type { Writer } from "../zfs/writer";
import type { DirectWays } from "./directWays";
import type { LeftHalf } from "./endHalf";
import type { Emit } from "./events";
import type { StreamTools } from "./streamTools";

/** Asks a person for a key; undefined when nobody gave it. */
export type AskKey = (question: KeyQuestion, host: string, signal?: AbortSignal) => Promise<string | undefined>;

/** What a run needs from outside: hosts, a clock, a place for its events. One for each run. */
export interface RunContext {
  readonly host: (id: string) => Host;
  /** This machine, for relays. */
  readonly local: Host;
  readonly transfer: TransferOptions;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** For steps that read a key; without it they cannot run. */
  readonly askKey?: AskKey | undefined;
  /** What this run shows of itself where it writes; without it, it neither shows nor looks. */
  readonly writer?: Writer | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** A new random word of letters and digits. */
  readonly frame: () => string;
  /** The guid of a pool, asked for once. */
  readonly poolGuid: (host: string, pool: PoolName) => Promise<string>;
  /** Processes on hosts that could not be ended when a stream broke. */
  readonly left: LeftHalf[];
  /** Pairs of hosts one of whose pipelines is being watched. */
  readonly watched: Set<string>;
  /** What a host has for streams on their way, asked for once. */
  readonly tools: (host: string) => Promise<StreamTools>;
  /** Which sources reach which targets by themselves, as this run has found out. */
  readonly ways: DirectWays;
  /** A pipeline of this context stands: both of its halves run. */
  readonly onStanding?: () => void;
  /** Puts a line into the log, unless this run has said it before. */
  readonly say: (message: string) => void;
}
