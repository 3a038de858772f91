import type { Disposable } from "../../core/base/disposable";
import type { Log } from "../../core/base/log";
import type { ConnectorOption } from "../../core/hosts/connectorChoice";
import { createHosts, type Hosts } from "../../core/hosts/createHosts";
import type { Host } from "../../core/hosts/host";
import type { Prompter } from "../../core/hosts/prompter";
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
  private hosts: Hosts | undefined;
  private readonly logged = new Map<string, Host>();

  constructor(private readonly options: HostConnectionsOptions) {}

  /** The same object for the same name, as long as the settings stay. @throws ZfsrError invalid-name */
  readonly host = (id: string): Host => {
    const known = this.logged.get(id);
    if (known) return known;
    const host = loggedHost(this.connected.get(id), this.options.log);
    this.logged.set(id, host);
    return host;
  };

  /** Closes all; the next use connects by the settings of then. */
  reset(): void {
    this.hosts?.dispose();
    this.hosts = undefined;
    this.logged.clear();
  }

  dispose(): void {
    this.reset();
  }

  private get connected(): Hosts {
    const { settings, prompter, log, askpassArgv } = this.options;
    const { sshConfigFile, connector } = settings;
    return (this.hosts ??= createHosts({ sshConfigFile, connector, prompter, log, askpassArgv, env: process.env }));
  }
}
