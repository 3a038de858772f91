import * as vscode from "vscode";
import type { Remedy } from "../../../core/diagnosis/finding";
import { keptOpen, terminalLine, terminalProcess } from "../../problems/terminalLine";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/**
 * Runs a remedy's command where the user sees it: in a terminal of its own, as a process and not as text for a shell, of
 * which nobody knows which it is and what runs in it. The terminal stays when the command has ended. One that does more
 * than look is shown and agreed to first.
 */
export async function runInTerminal(
  { terminal, confirm }: Pick<Services, "terminal" | "confirm">,
  remedy?: Remedy,
): Promise<void> {
  if (remedy?.command === undefined) return;
  const program = terminal();
  const line = terminalLine(remedy.command, program);
  if (remedy.risk !== "none" && !(await confirm({ title: `${remedy.title}?`, detail: line, action: t("Run") }))) return;
  const [node = ""] = program.zfsr;
  const { program: shellPath, argv, env } = keptOpen(terminalProcess(remedy.command, program), node);
  const message = `${remedy.title}: ${remedy.command}`;
  vscode.window
    .createTerminal({ name: `ZFS: ${remedy.title}`, shellPath, shellArgs: [...argv], env, message, isTransient: true })
    .show(true);
}
