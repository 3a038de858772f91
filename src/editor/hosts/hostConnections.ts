import type { Disposable } from "../../core/base/disposable";
import type { Log } from "../../core/base/log";
import type { ConnectorOption } from "../../core/hosts/connectorChoice";
import type { Hosts } from "../../core/hosts/createHosts";
import type { Host, HostId } from "../../core/hosts/host";
import { parseHostId } from "../../core/hosts/hostId";
import type { Prompter } from "../../core/hosts/prompter";
import { lateHost } from "./lateHost";
import { loggedHost } from "./loggedHost";

export interface HostConnectionsOptions {
  /** Read anew whenever connections are made anew. */
  readonly settings: { readonly sshConfigFile: string | undefined; readonly connector: ConnectorOption };
  readonly prompter: Prompter;
  readonly log: Log;
  readonly askpassArgv: readonly string[];
}

/** The connections of this window: made when first used, and all anew when the connection settings change. */
export class HostConnections implements Disposable {
  private hosts: Promise<Hosts> | undefined;
  private readonly logged = new Map<string, Host>();

  constructor(private readonly options: HostConnectionsOptions) {}

  /** The same object for the same name, as long as the settings stay. @throws ZfsrError invalid-name */
  readonly host = (id: string): Host => {
    const known = this.logged.get(id);
    if (known) return known;
    parseHostId(id);
    const late = lateHost(id as HostId, async () => (await this.connected()).get(id));
    const host = loggedHost(late, this.options.log);
    this.logged.set(id, host);
    return host;
  };

  /** Closes all; the next use connects by the settings of then. */
  reset(): void {
    // where they could not be made, whoever asked for them was told
    void this.hosts?.then((hosts) => hosts.dispose()).catch(() => undefined);
    this.hosts = undefined;
    this.logged.clear();
  }

  dispose(): void {
    this.reset();
  }

  private connected(): Promise<Hosts> {
    return (this.hosts ??= this.create());
  }

  private async create(): Promise<Hosts> {
    const { settings, prompter, log, askpassArgv } = this.options;
    const { sshConfigFile, connector } = settings;
    const { createHosts } = await import("../../core/hosts/createHosts");
    return createHosts({ sshConfigFile, connector, prompter, log, askpassArgv, env: process.env });
  }
}
