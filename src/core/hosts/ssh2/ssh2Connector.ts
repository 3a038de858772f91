import { cancelled } from "../../base/abort";
import { ZfsrError } from "../../base/errors";
import type { Log } from "../../base/log";
import { remoteCommand } from "../../base/shellQuote";
import type { CommandChannel, Connector, OpenOptions } from "../connector";
import type { ConnectionFacts } from "../host";
import type { HostKeyPolicy } from "../keys/hostKeyPolicy";
import type { Prompter } from "../prompter";
import type { RememberingPrompter } from "../prompts/rememberingPrompter";
import type { LocalMachine } from "../settings/expandTokens";
import type { SshSettings } from "../settings/sshSettings";
import { mostChannels, Ssh2Connection } from "./connection";
import { SharedAttempt } from "../sharedAttempt";
import { openThroughJumps, type ResolveJump } from "./jumps";

export interface Ssh2ConnectorOptions {
  readonly host: string;
  readonly settings: SshSettings;
  /** Why this connector was chosen; for the facts. */
  readonly because: string;
  readonly machine: LocalMachine;
  readonly policy: HostKeyPolicy;
  readonly person: RememberingPrompter;
  readonly resolveJump: ResolveJump;
  readonly log: Log;
}

/** A server is not given more than this. */
const mostConnections = 2;

/** Runs scripts through ssh2, in this process: one connection kept open, a second one while the first is full. */
export class Ssh2Connector implements Connector {
  facts: ConnectionFacts | undefined;
  private readonly connections: Ssh2Connection[] = [];
  private readonly asking = new SharedAttempt(() => this.options.host);
  private readonly background = new SharedAttempt(() => this.options.host);
  private readonly waiting: (() => void)[] = [];
  private disposed = false;

  constructor(private readonly options: Ssh2ConnectorOptions) {}

  async connect(options: OpenOptions): Promise<ConnectionFacts> {
    if (this.connections.length === 0 || !this.facts) await this.newConnection(options);
    return this.facts as ConnectionFacts;
  }

  async open(script: string, options: OpenOptions): Promise<CommandChannel> {
    const command = remoteCommand(script);
    for (let attempt = 1; ; attempt += 1) {
      const connection = await this.acquire(options);
      try {
        const channel = await connection.open(command, options.signal);
        void channel.ended.catch(() => undefined).finally(() => this.release(connection));
        return channel;
      } catch (error) {
        this.release(connection);
        // Nothing ran yet when the connection turns out to be dead: a new one is worth one try.
        if (!ZfsrError.is(error, "connection-lost") || attempt > 1) throw ZfsrError.from(error, this.options.host);
      }
    }
  }

  dispose(): void {
    this.disposed = true;
    for (const connection of [...this.connections]) connection.close();
    this.connections.length = 0;
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** A connection with a free channel, counted as used. */
  private async acquire(options: OpenOptions): Promise<Ssh2Connection> {
    for (;;) {
      if (this.disposed) throw cancelled(this.options.host);
      const alive = this.connections.filter((connection) => connection.alive);
      const idlest = alive.sort((a, b) => a.busy - b.busy)[0];
      if (idlest && (options.urgent === true || idlest.busy < mostChannels)) {
        idlest.busy += 1;
        return idlest;
      }
      if (!idlest) {
        await this.newConnection(options);
        continue;
      }
      if (alive.length < mostConnections && !this.second) {
        this.second = true;
        // Not to be waited for, and nobody is asked for its sake: where it can't stand, the first one serves all.
        this.newConnection({ background: true }).catch((error: unknown) => {
          this.options.log.debug(`${this.options.host}: no second connection: ${ZfsrError.from(error, "").because}`);
        });
      }
      await this.turn(options.signal);
    }
  }

  /** A second connection is up, under way, or can't be had. */
  private second = false;

  /** Waits until a channel became free. */
  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const onAbort = (): void => {
        const place = this.waiting.indexOf(wake);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(cancelled(this.options.host, signal?.reason));
      };
      if (signal?.aborted) onAbort();
      else {
        signal?.addEventListener("abort", onAbort, { once: true });
        this.waiting.push(wake);
      }
    });
  }

  private release(connection: Ssh2Connection): void {
    connection.busy -= 1;
    this.waiting.shift()?.();
  }

  /** Connects; those who want it at the same time share it. */
  private async newConnection(options: OpenOptions): Promise<void> {
    if (options.background === true) {
      await this.background.join(options.signal, (signal) => this.establish(this.options.person.silent, signal));
      return;
    }
    // What goes on without asking anybody may be all that is needed.
    await this.background.join(options.signal).catch(() => undefined);
    if (this.connections.some((connection) => connection.alive)) return;
    await this.asking.join(options.signal, (signal) => this.establish(this.options.person, signal));
  }

  private async establish(prompter: Prompter, signal: AbortSignal): Promise<void> {
    const { host, settings, because, log } = this.options;
    const chain = await openThroughJumps({ ...this.options, prompter, signal }, this.options.resolveJump);
    if (this.disposed) {
      chain.close();
      throw cancelled(host);
    }
    const { algorithms, authentication } = chain;
    const address = `${settings.user}@${settings.hostname}:${settings.port}`;
    this.facts = { connector: "ssh2", because, address, algorithms, authentication };
    log.info(
      `${host}: connected to ${address} by ssh2 (${because}); ${authentication}, ${Object.values(algorithms).join(", ")}`,
    );
    const connection = new Ssh2Connection(host, chain, settings.forwardAgent !== false, () => this.remove(connection));
    this.connections.push(connection);
    for (let slot = 0; slot < mostChannels; slot += 1) this.waiting.shift()?.();
  }

  private remove(connection: Ssh2Connection): void {
    const place = this.connections.indexOf(connection);
    if (place >= 0) this.connections.splice(place, 1);
    this.second = this.connections.length > 1;
    this.options.log.debug(`${this.options.host}: a connection ended`);
    for (const wake of this.waiting.splice(0)) wake();
  }
}
