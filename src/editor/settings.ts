import * as vscode from "vscode";
import type { ConnectorOption } from "../core/hosts/connectorChoice";

const section = "zfsReplication";

/** The user's settings, read anew each time; all of them are of machine scope, so a workspace cannot set them. */
export class Settings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<{ readonly hosts: boolean; readonly connection: boolean }>();
  readonly onDidChange = this.changed.event;
  private readonly subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    const hosts = event.affectsConfiguration(`${section}.hosts`);
    const connection = event.affectsConfiguration(`${section}.ssh`);
    if (hosts || connection) this.changed.fire({ hosts, connection });
  });

  /** In the order in which they were added. What a person wrote there that is no text is left out. */
  get hosts(): readonly string[] {
    const value = this.get<readonly unknown[]>("hosts", []);
    const names = Array.isArray(value) ? value.filter((name): name is string => typeof name === "string") : [];
    return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
  }

  /** Undefined for the user's own ssh config. */
  get sshConfigFile(): string | undefined {
    const value = this.get("ssh.configFile", "").trim();
    return value === "" ? undefined : value;
  }

  get connector(): ConnectorOption {
    const value = this.get<string>("ssh.connector", "auto");
    return value === "ssh2" || value === "openssh" ? value : "auto";
  }

  async setHosts(hosts: readonly string[]): Promise<void> {
    await vscode.workspace.getConfiguration(section).update("hosts", hosts, vscode.ConfigurationTarget.Global);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private get<T>(name: string, otherwise: T): T {
    return vscode.workspace.getConfiguration(section).get<T>(name, otherwise);
  }
}
