import type { Log } from "../core/base/log";
import type { Host } from "../core/hosts/host";
import type { Prompter } from "../core/hosts/prompter";

/** The options that every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly sshConfig: string | undefined;
  readonly connector: "auto" | "ssh2" | "openssh";
  readonly verbose: boolean;
}

/** What the commands need from the process they run in; src/cli.ts puts it together. */
export interface Environment {
  readonly options: GlobalOptions;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly prompter: Prompter;
  /** A host by its name; connected when first used, closed when the command ends. */
  readonly host: (id: string) => Host;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly cancel: AbortController;
  /** What Ctrl-C does: ends the command in order, and at the second time at once. For questions, which get it as a key. */
  readonly interrupt: () => void;
  /** The words that start this program again, for detached runs; without those of the command. */
  readonly self: readonly string[];
  /** Of this program. */
  readonly version: string;
  /** The words of this command. */
  readonly words: readonly string[];
}
