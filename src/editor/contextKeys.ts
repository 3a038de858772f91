import * as vscode from "vscode";

/** The keys that `when` and `enablement` in package.json go by, with what they are before anything has happened. */
const defaults = {
  "zfsReplication.transferring": false,
  "zfsReplication.filtered": false,
  "zfsReplication.sshMissing": false,
};

export type ContextKey = keyof typeof defaults;

/** The one place that sets context keys; a key is set only when it changes. */
export class ContextKeys {
  private readonly values: Record<ContextKey, boolean> = { ...defaults };

  set(key: ContextKey, value: boolean): void {
    if (this.values[key] === value) return;
    this.values[key] = value;
    void vscode.commands.executeCommand("setContext", key, value);
  }
}
