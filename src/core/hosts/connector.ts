import type { Readable, Writable } from "node:stream";
import type { ConnectionFacts } from "./host";

/** How a command ended. */
export interface CommandEnd {
  /** The exit status, or undefined when a signal ended the command. */
  readonly code: number | undefined;
  /** `TERM`, `KILL`, …; `UNKNOWN` where the connector was not told which. */
  readonly signal: string | undefined;
}

/** One command that runs on a host. All three streams must be consumed by whoever opened it. */
export interface CommandChannel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles after both outputs have ended. Rejects with a ZfsrError when the connection broke or never stood. */
  readonly ended: Promise<CommandEnd>;
  /** Gives the channel up without waiting for the other side; `ended` settles soon after. */
  close(): void;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** Never asks a person anything. */
  readonly background?: boolean | undefined;
  /** Does not wait in the queue of channels: for ending a command. */
  readonly urgent?: boolean | undefined;
}

/** A way to run scripts on one host. */
export interface Connector {
  /** Undefined until connected. */
  readonly facts: ConnectionFacts | undefined;
  connect(options: OpenOptions): Promise<ConnectionFacts>;
  /**
   * Starts `script` with the host's /bin/sh, connecting first where needed.
   * Rejects with a ZfsrError; nothing was started then, so that it may be tried again.
   */
  open(script: string, options: OpenOptions): Promise<CommandChannel>;
  dispose(): void;
}
