import { cancelled, delay } from "../../base/abort";
import { backoff } from "../../base/backoff";
import { ZfsrError } from "../../base/errors";
import { Limiter } from "../../base/limiter";
import type { Log } from "../../base/log";
import { remoteCommand } from "../../base/shellQuote";
import type { CommandChannel, Connector, OpenOptions } from "../connector";
import type { ConnectionFacts } from "../host";
import { SharedAttempt } from "../sharedAttempt";
import { sshFailure } from "../sshFailures";
import { sshMissing, type SshProgram } from "../settings/sshProgram";
import { sharesConnections, type SshSettings } from "../settings/sshSettings";
import { commonOptions, option, ownConnection } from "./arguments";
import { withKnownFingerprint } from "./changedKey";
import { Master } from "./master";
import type { PrivateFolder } from "./privateFolder";
import { startCommand } from "./sshChild";

export interface OpensshConnectorOptions {
  readonly host: string;
  readonly settings: SshSettings;
  /** Why this connector was chosen; for the facts. */
  readonly because: string;
  readonly program: SshProgram;
  readonly folder: PrivateFolder;
  /** Gives what makes ssh's questions reach a person; undefined when nobody can be asked at all. */
  readonly askpass: ((host: string) => Promise<Readonly<Record<string, string>>>) | undefined;
  /** Use the master that the user's own config names, because it is up, or because the config has one made and kept. */
  readonly userMaster?: boolean;
  readonly log: Log;
}

/** sshd's MaxSessions is 10; with six at a time no session is refused. */
const mostChannels = 6;
/** How often a refused session is asked for again: together about ten seconds. */
const mostRefusals = 12;
const refusalPause = { first: 40, most: 1500, jitter: 0.3 };

/** Runs scripts through the system's ssh: one master connection, one ssh process for each command. */
export class OpensshConnector implements Connector {
  facts: ConnectionFacts | undefined;
  private readonly channels = new Limiter(mostChannels);
  private readonly asking = new SharedAttempt(() => this.options.host);
  private readonly background = new SharedAttempt(() => this.options.host);
  private readonly children = new Set<CommandChannel>();
  private master: Master | undefined;
  private disposed = false;

  constructor(private readonly options: OpensshConnectorOptions) {}

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
    this.master?.end();
  }

  private async start(script: string, options: OpenOptions): Promise<CommandChannel> {
    if (!this.facts) await this.establish(options);
    let refusals = 0;
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
      if (/refused by peer/.test(failure.output ?? "") && refusals < mostRefusals) {
        refusals += 1;
        attempt = 0;
        await delay(backoff(refusals + 1, refusalPause, Math.random), options.signal);
        continue;
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
    if (this.options.userMaster === true)
      return sharesConnections(this.options.settings) ? [] : option("ControlMaster", "no");
    if (this.master?.socket === undefined) return ownConnection;
    // Without its master ssh would connect by itself, unseen; a proxy that fails makes it say so instead.
    return ["-S", this.master.socket, ...option("ControlMaster", "no"), ...option("ProxyCommand", "exit 1")];
  }

  private async establish(options: OpenOptions): Promise<void> {
    if (options.background === true) {
      await this.background.join(options.signal, (signal) => this.connectMaster(true, signal));
      return;
    }
    await this.background.join(options.signal).catch(() => undefined);
    await this.asking.join(options.signal, (signal) => this.connectMaster(false, signal));
  }

  private async connectMaster(background: boolean, signal: AbortSignal): Promise<void> {
    const { host, settings, because, program, folder, log } = this.options;
    const address = `${settings.user}@${settings.hostname}:${settings.port}`;
    const shared = this.options.userMaster === true;
    if (shared ? sharesConnections(settings) : process.platform !== "win32") {
      const asked = background ? undefined : await this.options.askpass?.(host);
      const master = new Master(program, host, this.words(asked !== undefined), shared ? undefined : folder);
      if (!(await master.alive())) {
        const { code, stderr, missing } = await master.start({ ...program.env, ...asked }, signal);
        if (missing) throw sshMissing(host);
        if (code !== 0) throw await withKnownFingerprint(sshFailure(host, stderr) ?? unknownFailure(host, stderr));
        if (stderr.trim() !== "") log.debug(`${host}: ssh: ${stderr.trim()}`);
      }
      this.master = master;
    }
    if (this.disposed) {
      this.master?.end();
      throw cancelled(host);
    }
    this.facts = { connector: "openssh", because, address };
    log.info(`${host}: connected to ${address} by OpenSSH (${because})`);
  }
}

/** ssh gave up and said nothing we know. */
function unknownFailure(host: string, stderr: string): ZfsrError {
  const last = stderr.trim().split(/\r?\n/).at(-1) ?? "";
  return new ZfsrError({
    reason: "host-unreachable",
    object: host,
    because: last === "" ? "ssh gave up without saying why" : `ssh gave up: ${last}`,
    nextStep: "try ssh -v to this host in a terminal",
    output: stderr,
  });
}
