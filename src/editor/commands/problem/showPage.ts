import * as vscode from "vscode";
import type { Services } from "../services";

/** Shows what docs/diagnoses.md, which comes with the extension, says of a finding. @param anchor of its heading */
export async function showPage({ diagnosesPage }: Pick<Services, "diagnosesPage">, anchor?: unknown): Promise<void> {
  const fragment = typeof anchor === "string" && /^[\w-]+$/.test(anchor) ? anchor : "";
  const shown = vscode.commands.executeCommand("markdown.showPreviewToSide", diagnosesPage.with({ fragment }));
  // without VS Code's own extension for Markdown there is the text
  await Promise.resolve(shown).catch(() => vscode.window.showTextDocument(diagnosesPage));
}
