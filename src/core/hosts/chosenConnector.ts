import { ZfsrError } from "../base/errors";
import type { Log } from "../base/log";
import type { CommandChannel, Connector, OpenOptions } from "./connector";
import { chooseConnector, type ConnectorChoice, type ConnectorOption } from "./connectorChoice";
import { gatherEvidence } from "./connectorEvidence";
import type { ConnectionFacts } from "./host";
import type { HostKeyPolicy } from "./keys/hostKeyPolicy";
import { OpensshConnector, type OpensshConnectorOptions } from "./openssh/opensshConnector";
import type { RememberingPrompter } from "./prompts/rememberingPrompter";
import type { LocalMachine } from "./settings/expandTokens";
import { resolveSettings, type ResolvedSettings } from "./settings/resolveSettings";
import { sharesConnections } from "./settings/sshSettings";
import type { SshProgram } from "./settings/sshProgram";
import { isMissingCapability } from "./ssh2/failures";
import { jumpNames } from "./ssh2/jumps";
import { Ssh2Connector } from "./ssh2/ssh2Connector";

export interface ChosenConnectorOptions {
  readonly host: string;
  readonly option: ConnectorOption;
  readonly program: SshProgram;
  readonly machine: LocalMachine;
  readonly policy: HostKeyPolicy;
  readonly person: RememberingPrompter;
  readonly folder: OpensshConnectorOptions["folder"];
  readonly askpass: OpensshConnectorOptions["askpass"];
  readonly log: Log;
}

interface Chosen {
  readonly connector: Connector;
  readonly kind: ConnectorChoice["connector"];
  readonly resolved: ResolvedSettings;
}

/**
 * Reads a host's ssh settings when it is first needed, chooses ssh2 or OpenSSH by them, and passes everything on to that.
 * Where ssh2 turns out to be unable to do what the server wants, OpenSSH takes over, once and for all.
 */
export class ChosenConnector implements Connector {
  private chosen: Promise<Chosen> | undefined;
  private inner: Connector | undefined;
  private disposed = false;

  constructor(private readonly options: ChosenConnectorOptions) {}

  get facts(): ConnectionFacts | undefined {
    return this.inner?.facts;
  }

  /** The host's settings, read when first asked for. */
  async settings(): Promise<ResolvedSettings> {
    return (await this.choose()).resolved;
  }

  connect(options: OpenOptions): Promise<ConnectionFacts> {
    return this.orOpenssh((connector) => connector.connect(options));
  }

  open(script: string, options: OpenOptions): Promise<CommandChannel> {
    return this.orOpenssh((connector) => connector.open(script, options));
  }

  dispose(): void {
    this.disposed = true;
    this.inner?.dispose();
  }

  private async orOpenssh<T>(work: (connector: Connector) => Promise<T>): Promise<T> {
    const first = await this.choose();
    try {
      return await work(first.connector);
    } catch (error) {
      const { option, host, log } = this.options;
      if (first.kind !== "ssh2" || option !== "auto" || !first.resolved.sshProgram || !isMissingCapability(error))
        throw error;
      const why = ZfsrError.from(error, host).because;
      if (this.inner === first.connector) {
        log.info(`${host}: ssh2 can't reach it (${why}); trying OpenSSH`);
        first.connector.dispose();
        this.chosen = Promise.resolve(
          this.make({ connector: "openssh", because: `ssh2 could not: ${why}` }, first.resolved, false),
        );
      }
      return await work((await this.choose()).connector);
    }
  }

  private choose(): Promise<Chosen> {
    return (this.chosen ??= this.chooseNow().catch((error: unknown) => {
      this.chosen = undefined; // The config may be corrected before the next attempt.
      throw ZfsrError.from(error, this.options.host);
    }));
  }

  private async chooseNow(): Promise<Chosen> {
    const { host, option, program, machine } = this.options;
    const resolved = await resolveSettings(program, host, machine);
    const own = await gatherEvidence(host, resolved, program, machine);
    const hops = await Promise.all(
      jumpNames(resolved.settings).map(async (hop) =>
        gatherEvidence(hop, await resolveSettings(program, hop, machine), program, machine),
      ),
    );
    const choice = chooseConnector([...hops, own], option);
    return this.make(choice, resolved, own.masterAlive);
  }

  private make(choice: ConnectorChoice, resolved: ResolvedSettings, userMaster: boolean): Chosen {
    const { host, program, machine } = this.options;
    const { settings } = resolved;
    const common = { ...this.options, settings, because: choice.because };
    const connector =
      choice.connector === "openssh"
        ? new OpensshConnector({ ...common, userMaster: userMaster || sharesConnections(settings) })
        : new Ssh2Connector({
            ...common,
            resolveJump: async (id) => (await resolveSettings(program, id, machine)).settings,
          });
    if (this.disposed) connector.dispose();
    this.inner = connector;
    this.options.log.debug(`${host}: ${choice.connector}, because ${choice.because}`);
    return { connector, kind: choice.connector, resolved };
  }
}
