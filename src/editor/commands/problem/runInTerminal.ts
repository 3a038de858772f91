import * as vscode from "vscode";
import type { Remedy } from "../../../core/diagnosis/finding";
import { terminalLine } from "../../problems/terminalLine";
import type { Services } from "../services";

const terminalName = "ZFS Replication";

/** Runs a remedy's command where the user sees it, in the one terminal of this extension. */
export async function runInTerminal(
  { terminal, confirm }: Pick<Services, "terminal" | "confirm">,
  remedy?: Remedy,
): Promise<void> {
  if (remedy?.command === undefined) return;
  const line = terminalLine(remedy.command, terminal());
  if (remedy.risk === "destroys" && !(await confirm({ title: `${remedy.title}?`, detail: line, action: "Run" })))
    return;
  const open = vscode.window.terminals.find(
    ({ name, exitStatus }) => name === terminalName && exitStatus === undefined,
  );
  const shell = open ?? vscode.window.createTerminal({ name: terminalName });
  shell.show(true);
  shell.sendText(line);
}
