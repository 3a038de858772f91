import * as vscode from "vscode";
import type { Remedy } from "../../../core/diagnosis/finding";
import { terminalLine } from "../../problems/terminalLine";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Puts a remedy's command on the clipboard. */
export async function copyCommand({ terminal }: Pick<Services, "terminal">, remedy?: Remedy): Promise<void> {
  if (remedy?.command === undefined) return;
  await vscode.env.clipboard.writeText(terminalLine(remedy.command, terminal()));
  vscode.window.setStatusBarMessage(t("The command is on the clipboard."), 4000);
}
