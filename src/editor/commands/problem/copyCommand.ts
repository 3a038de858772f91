import * as vscode from "vscode";
import type { Remedy } from "../../../core/diagnosis/finding";
import { terminalLine } from "../../problems/terminalLine";
import type { Services } from "../services";

/** Puts a remedy's command on the clipboard. */
export async function copyCommand({ terminal }: Pick<Services, "terminal">, remedy?: Remedy): Promise<void> {
  if (remedy?.command === undefined) return;
  await vscode.env.clipboard.writeText(terminalLine(remedy.command, terminal()));
  vscode.window.setStatusBarMessage("The command is on the clipboard.", 4000);
}
