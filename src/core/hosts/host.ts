import type { Disposable } from "../base/disposable";

/** The name a person uses for a host: an alias of ssh_config(5), `user@name`, `user@name:port`, or `local`; see hostId.ts. */
export type HostId = string & { readonly __brand: "HostId" };

/** This machine itself, without ssh. */
export const localHostId = "local" as HostId;

export interface ExecOptions {
  /** What the command reads from its standard input; nothing when left out. */
  readonly stdin?: string;
  /** Ends the command on the host when aborted; the promise rejects with `cancelled`. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the command is ended and the promise rejects with `timeout`. Default: none. */
  readonly timeout?: number;
  /** Bytes of output kept at most; more ends the command and rejects with `unexpected-output`. Default: 1 GiB. */
  readonly maxOutput?: number;
  /** Never asks a person anything; what would need an answer fails. For polling and reconnecting. Default: false. */
  readonly background?: boolean;
  /** A look that is taken every few seconds: journals do not hold it. Default: false. */
  readonly unrecorded?: boolean;
}

export interface ExecResult {
  /** The exit status, or undefined when a signal ended the command. */
  readonly code: number | undefined;
  /** `TERM`, `KILL`, … without `SIG`, when a signal ended it; `UNKNOWN` where ssh does not tell which. */
  readonly signal: string | undefined;
  /** UTF-8, whole. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface FollowOptions {
  readonly stdin?: string;
  /** Words that ps(1) shows there for as long as it runs, however long the script is; letters, digits and `_./:@=-`. */
  readonly label?: string;
  readonly signal?: AbortSignal;
  /** Never asks a person anything; what would need an answer fails. Default: false. */
  readonly background?: boolean;
  /** Called for each whole line of standard output, without its line break, in order. */
  readonly onStdoutLine?: (line: string) => void;
  /** The same for standard error. */
  readonly onStderrLine?: (line: string) => void;
}

/** How a command that was followed line by line ended. */
export type FollowResult = Pick<ExecResult, "code" | "signal">;

/** What is known of how a host is reached; shown in tooltips, in the log and by `--verbose`. */
export interface ConnectionFacts {
  readonly connector: "ssh2" | "openssh" | "local";
  /** Why this connector and not the other one; a clause without a full stop. */
  readonly because: string;
  /** `root@127.0.0.1:22301`; empty for local. */
  readonly address: string;
  /** Negotiated algorithms, where the connector tells them. */
  readonly algorithms?: Readonly<Record<"kex" | "hostKey" | "cipher", string>>;
  /** `publickey (agent)`, `password`, … where it is known. */
  readonly authentication?: string;
  /**
   * The beginning of what the login shell prints before every command, where it prints anything. It is cut off from
   * results, but would stand at the front of a data stream started by `spawnWords`.
   */
  readonly noise?: string;
}

/**
 * A machine on which commands run. Three connectors stand behind it: ssh2, OpenSSH and local.
 *
 * Each command is run by the host's /bin/sh with `LC_ALL=C` and with /sbin and /usr/sbin on its PATH, whatever the login
 * shell is. Every promise rejects with a ZfsrError only (reasons: host-unknown, host-unreachable, host-key-*,
 * auth-failed, connection-lost, timeout, cancelled, unexpected-output). A command that ran and failed is no error here:
 * its exit status is in the result.
 */
export interface Host extends Disposable {
  readonly id: HostId;
  /** Connects if it has not yet. Commands do so by themselves. */
  connect(signal?: AbortSignal): Promise<ConnectionFacts>;
  /** Undefined until connected. */
  readonly facts: ConnectionFacts | undefined;
  /** Runs one command given as words. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Runs a script in the language of POSIX sh. Whatever it contains from outside must have gone through `shellQuote`. */
  script(script: string, options?: ExecOptions): Promise<ExecResult>;
  /** Runs a script and hands its output over line by line while it runs. */
  follow(script: string, options: FollowOptions): Promise<FollowResult>;
  /**
   * The words that run `script` on this host from a process of the machine zfsr runs on, with standard input, output and
   * error connected: for pipelines whose data must not pass through JavaScript.
   * @param ssh further words for ssh(1), where there is one between
   */
  spawnWords(script: string, ssh?: readonly string[]): Promise<readonly string[]>;
  /** The whole of a text file. Rejects with `not-found` or `permission`. */
  readFile(path: string, signal?: AbortSignal): Promise<string>;
  dispose(): void;
}
