import * as vscode from "vscode";
import type { ConnectorOption } from "../core/hosts/connectorChoice";
import type { GroupBy } from "./tree/groupSnapshots";

const section = "zfsReplication";

/** Which settings have changed. */
export interface SettingsChange {
  readonly hosts: boolean;
  readonly connection: boolean;
  /** How things are shown. */
  readonly display: boolean;
}

/**
 * The user's settings, read anew each time. What decides how hosts are reached is of machine scope, so a workspace cannot
 * set it; how things are shown is of window scope.
 */
export class Settings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<SettingsChange>();
  readonly onDidChange = this.changed.event;
  private readonly subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    const hosts = event.affectsConfiguration(`${section}.hosts`);
    const connection = event.affectsConfiguration(`${section}.ssh`);
    const display = ["snapshots", "jobs", "transfers"].some((part) => event.affectsConfiguration(`${section}.${part}`));
    if (hosts || connection || display) this.changed.fire({ hosts, connection, display });
  });

  /** In the order in which they were added. What a person wrote there that is no text is left out. */
  get hosts(): readonly string[] {
    return this.names("hosts");
  }

  /** @param isMarked tells which hosts job files of the workspace mark as production */
  constructor(private readonly isMarked: (host: string) => boolean) {}

  /** Marked as production, here or in a job file: what destroys data there asks for the host's name. */
  readonly isProduction = (host: string): boolean =>
    this.names("productionHosts").includes(host) || this.isMarked(host);

  /** Undefined for the user's own ssh config. */
  get sshConfigFile(): string | undefined {
    const value = this.get("ssh.configFile", "").trim();
    return value === "" ? undefined : value;
  }

  get connector(): ConnectorOption {
    const value = this.get<string>("ssh.connector", "auto");
    return value === "ssh2" || value === "openssh" ? value : "auto";
  }

  /** How long lists of snapshots are divided. */
  get groupSnapshots(): GroupBy {
    const value = this.get<string>("snapshots.group", "time");
    return value === "name" || value === "none" ? value : "time";
  }

  /** Run, Dry Run, Status and the last run are shown above the jobs of a job file. */
  get jobLenses(): boolean {
    return this.get<unknown>("jobs.codeLens", true) !== false;
  }

  /** Milliseconds between two looks at the hosts that are shown; undefined for never. */
  get refreshInterval(): number | undefined {
    const seconds = this.get<unknown>("refresh.interval", 60);
    if (typeof seconds !== "number" || !Number.isFinite(seconds) || seconds <= 0) return undefined;
    return Math.max(5, seconds) * 1000;
  }

  /** How many runs that have ended are shown. */
  get recentRuns(): number {
    const count = this.get<unknown>("transfers.recent", 30);
    return typeof count === "number" && Number.isInteger(count) && count >= 0 ? Math.min(count, 200) : 30;
  }

  async setHosts(hosts: readonly string[]): Promise<void> {
    await vscode.workspace.getConfiguration(section).update("hosts", hosts, vscode.ConfigurationTarget.Global);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private names(setting: string): readonly string[] {
    const value = this.get<readonly unknown[]>(setting, []);
    const names = Array.isArray(value) ? value.filter((name): name is string => typeof name === "string") : [];
    return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
  }

  private get<T>(name: string, otherwise: T): T {
    return vscode.workspace.getConfiguration(section).get<T>(name, otherwise);
  }
}
