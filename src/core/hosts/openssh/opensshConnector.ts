import { cancelled } from "../../base/abort";
import { ZfsrError } from "../../base/errors";
import { Limiter } from "../../base/limiter";
import type { Log } from "../../base/log";
import { remoteCommand } from "../../base/shellQuote";
import type { CommandChannel, Connector, OpenOptions } from "../connector";
import type { ConnectionFacts } from "../host";
import { SharedAttempt } from "../sharedAttempt";
import { sshFailure } from "../sshFailures";
import { sshMissing, type SshProgram } from "../settings/sshProgram";
import type { SshSettings } from "../settings/sshSettings";
import { commonOptions, option, ownConnection } from "./arguments";
import { withKnownFingerprint } from "./changedKey";
import { Master } from "./master";
import type { PrivateFolder } from "./privateFolder";
import { startCommand } from "./sshChild";

/** What an ssh process gets so that its questions reach a person; nothing where nobody is to be asked. */
export interface AskpassEnvironment {
  readonly env: NodeJS.ProcessEnv;
  dispose(): void;
}

export interface OpensshConnectorOptions {
  readonly host: string;
  readonly settings: SshSettings;
  /** Why this connector was chosen; for the facts. */
  readonly because: string;
  readonly program: SshProgram;
  readonly folder: PrivateFolder;
  /** Gives the environment for one ssh process, or undefined when nobody can be asked at all. */
  readonly askpass: ((host: string) => Promise<AskpassEnvironment>) | undefined;
  /** Use the master that the user's own config names, because it is up. */
  readonly userMaster?: boolean;
  readonly log: Log;
}

/** sshd's MaxSessions is 10; with six at a time no session is refused. */
const mostChannels = 6;

/** Runs scripts through the system's ssh: one master connection, one ssh process for each command. */
export class OpensshConnector implements Connector {
  facts: ConnectionFacts | undefined;
  private readonly channels = new Limiter(mostChannels);
  private readonly asking: SharedAttempt;
  private readonly children = new Set<CommandChannel>();
  private master: Master | undefined;
  private disposed = false;

  constructor(private readonly options: OpensshConnectorOptions) {
    this.asking = new SharedAttempt(() => options.host);
  }

  async connect(options: OpenOptions): Promise<ConnectionFacts> {
    if (!this.facts || (this.master && !(await this.master.alive()))) await this.establish(options);
    return this.facts as ConnectionFacts;
  }

  open(script: string, options: OpenOptions): Promise<CommandChannel> {
    if (options.urgent === true) return this.start(script, options);
    return new Promise((resolve, reject) => {
      // The place in the queue is kept until the command has ended.
      const held = this.channels.run(async () => {
        const channel = await this.start(script, options);
        resolve(channel);
        await channel.ended.catch(() => undefined);
      }, options.signal);
      held.catch(reject);
    });
  }

  dispose(): void {
    this.disposed = true;
    for (const child of this.children) child.close();
    void this.master?.exit();
  }

  private async start(script: string, options: OpenOptions): Promise<CommandChannel> {
    if (!this.facts) await this.establish(options);
    for (let attempt = 1; ; attempt += 1) {
      if (this.disposed) throw cancelled(this.options.host);
      const { program, host } = this.options;
      const words = [...program.configWords, ...this.sharing(), ...this.words(false), ...program.destination(host)];
      const channel = await startCommand(program, words, script, remoteCommand, {
        host,
        alive: () => this.master?.alive() ?? Promise.resolve(true),
      });
      const failure = await channel.failedToStart;
      if (!failure) {
        this.children.add(channel);
        void channel.ended.catch(() => undefined).finally(() => this.children.delete(channel));
        return channel;
      }
      if (attempt > 1) throw failure;
      await this.establish(options); // The master has gone since the last command.
    }
  }

  private words(askable: boolean): string[] {
    return commonOptions(this.options.settings, askable);
  }

  /** Options that lead a command through the master. Without one (Windows) each command connects by itself. */
  private sharing(): string[] {
    if (this.options.userMaster === true) return option("ControlMaster", "no");
    return this.master ? ["-S", this.master.socket, ...option("ControlMaster", "no")] : ownConnection;
  }

  private async establish(options: OpenOptions): Promise<void> {
    await this.asking.join(options.signal, (signal) => this.connectMaster(options.background === true, signal));
  }

  private async connectMaster(background: boolean, signal: AbortSignal): Promise<void> {
    const { host, settings, because, program, folder, log } = this.options;
    const address = `${settings.user}@${settings.hostname}:${settings.port}`;
    if (this.options.userMaster !== true && process.platform !== "win32") {
      const asked = background ? undefined : await this.options.askpass?.(host);
      try {
        const master = new Master(program, host, this.words(asked !== undefined), folder);
        if (!(await master.alive())) {
          const { code, stderr, missing } = await master.start({ ...program.env, ...asked?.env }, signal);
          if (missing) throw sshMissing(host);
          if (code !== 0) throw await withKnownFingerprint(sshFailure(host, stderr) ?? unknownFailure(host, stderr));
          if (stderr.trim() !== "") log.debug(`${host}: ssh: ${stderr.trim()}`);
        }
        this.master = master;
      } finally {
        asked?.dispose();
      }
    }
    if (this.disposed) {
      void this.master?.exit();
      throw cancelled(host);
    }
    this.facts = { connector: "openssh", because, address };
    log.info(`${host}: connected to ${address} by OpenSSH (${because})`);
  }
}

/** ssh gave up and said nothing we know. */
export function unknownFailure(host: string, stderr: string): ZfsrError {
  const last = stderr.trim().split(/\r?\n/).at(-1) ?? "";
  return new ZfsrError({
    reason: "host-unreachable",
    object: host,
    because: last === "" ? "ssh gave up without saying why" : `ssh gave up: ${last}`,
    nextStep: "try ssh -v to this host in a terminal",
    output: stderr,
  });
}
