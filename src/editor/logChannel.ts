import * as vscode from "vscode";

/** The channel in the Output panel. It is never brought to the front by itself. */
export function createLogChannel(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("ZFS Replication", { log: true });
}
