import type { Host } from "../hosts/host";
import type { PoolName } from "../zfs/names";
import type { Emit } from "./events";
import type { TransportChoice } from "./transport";

/** What a run needs from outside: hosts, a clock, a place for its events. One for each run. */
export interface RunContext {
  readonly host: (id: string) => Host;
  /** This machine, for relays. */
  readonly local: Host;
  readonly transport: TransportChoice;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** A new random word of letters and digits. */
  readonly frame: () => string;
  /** The guid of a pool, asked for once. */
  readonly poolGuid: (host: string, pool: PoolName) => Promise<string>;
  /** Why `source` could not reach `target` by itself earlier in this run. */
  readonly directFailure: (source: Host, target: Host) => string | undefined;
  readonly rememberDirectFailure: (source: Host, target: Host, because: string) => void;
}
