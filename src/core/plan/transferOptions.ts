/**
 * The ways a stream can take. `auto` tries `direct` and falls back to `relay`; `local` is a pipe on one host and refuses
 * anything else.
 */
export const transports = ["auto", "direct", "relay", "tcp", "local"] as const;
export type TransportChoice = (typeof transports)[number];

/** Programs that can shrink a stream on its way. `auto` takes the best that both ends have, and only where it pays. */
export const compressions = ["none", "auto", "zstd", "lz4", "pigz"] as const;
export type CompressionChoice = (typeof compressions)[number];

/** Attempts after one that broke for a reason that passes: a lost connection, a stall, a host that is away. */
export interface Retries {
  /** Attempts after the first; 0 gives up at once. */
  readonly limit: number;
  /** Milliseconds before the first repetition; each pause is twice the one before it, … */
  readonly first: number;
  /** … and none is longer than so many milliseconds. */
  readonly most: number;
}

/** How streams travel: what a person can choose, and nothing that changes what arrives. The defaults are `defaultTransfer`. */
export interface TransferOptions {
  readonly transport: TransportChoice;
  /** Where the receiver listens, with `tcp`. */
  readonly port: number;
  /** A stream may cross the network unencrypted (`tcp`) without a warning. */
  readonly trustedNetwork: boolean;
  /** Bytes a second over all streams of a run; undefined is as fast as it goes. */
  readonly limit: number | undefined;
  readonly compression: CompressionChoice;
  /** Bytes of mbuffer's memory on the receiving side. `auto` is none: where one pays is for `zfsr measure` to tell. */
  readonly buffer: "auto" | "off" | number;
  /** A cipher of ssh(1), as `ssh -c` takes it; `auto` takes AES-GCM where both processors have it. */
  readonly cipher: string;
  /** Milliseconds without a byte after which both ends are ended; 0 waits for ever. */
  readonly stallTimeout: number;
  /** A direct transfer lives on the source host, so that it goes on while this machine is away. */
  readonly onSource: boolean;
  readonly retries: Retries;
  /** Pipelines at once between one pair of hosts and of pools, 1 to 8. `auto` is what the plan's streams are worth. */
  readonly parallel: "auto" | number;
}

const second = 1000;
const minute = 60 * second;

/** What holds where nothing was chosen. Eight attempts with these pauses wait out a reboot of about ten minutes. */
export const defaultTransfer: TransferOptions = {
  transport: "auto",
  port: 9000,
  trustedNetwork: false,
  limit: undefined,
  compression: "auto",
  buffer: "auto",
  cipher: "auto",
  stallTimeout: 5 * minute,
  onSource: false,
  retries: { limit: 8, first: 5 * second, most: 2 * minute },
  // one large stream fills what one processor can encrypt, or a disk can seek for; small ones wait for the pool, not for either
  parallel: "auto",
};
