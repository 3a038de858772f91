import * as vscode from "vscode";
import type { LogFindings } from "../../logs/logFindings";
import type { Services } from "../services";
import { t } from "../../l10n/t";

type Needs = Pick<Services, "notify"> & { readonly logFindings: LogFindings };

/** Looks for findings in the active document, in what is selected of it where something is. */
export async function explainLog({ logFindings, notify }: Needs, uri?: vscode.Uri): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const document = uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : editor?.document;
  if (!document) {
    notify.info(t("Open the log first, or copy it and use Explain Log from Clipboard."));
    return;
  }
  if (document !== editor?.document) await vscode.window.showTextDocument(document);
  const part = editor?.document === document && !editor.selection.isEmpty ? editor.selection : undefined;
  await tell(await logFindings.explain(document, part), notify);
}

/** The same for the text in the clipboard, which becomes a document of its own. */
export async function explainClipboard({ logFindings, notify }: Needs): Promise<void> {
  const content = await vscode.env.clipboard.readText();
  if (content.trim() === "") {
    notify.info(t("The clipboard holds no text."));
    return;
  }
  const document = await vscode.workspace.openTextDocument({ content, language: "zfs-log" });
  await vscode.window.showTextDocument(document, { preview: false });
  await tell(await logFindings.explain(document), notify);
}

async function tell(found: number, notify: Needs["notify"]): Promise<void> {
  if (found === 0) notify.info(t("Nothing that is known to be trouble."));
  else await vscode.commands.executeCommand("workbench.actions.view.problems");
}
