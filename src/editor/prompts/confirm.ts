import * as vscode from "vscode";
import { t } from "../l10n/t";

/** A question before something is done. */
export interface Question {
  /** `Abort the partial receive of beta:backup/demo?` */
  readonly title: string;
  /** What will be lost or changed, line by line, and the exact command. */
  readonly detail: string;
  /** The button that does it: a verb. */
  readonly action: string;
}

/** Asks before something is destroyed. */
export type Confirm = (question: Question) => Promise<boolean>;

/** A dialog that stands before everything else; leaving it in any way but by the button does nothing. */
export const modalConfirm: Confirm = async ({ title, detail, action }) =>
  (await vscode.window.showWarningMessage(title, { modal: true, detail }, action)) === action;

/** The same by quick pick, for test runs, in which VS Code refuses dialogs. */
export const quickPickConfirm: Confirm = async ({ title, detail, action }) => {
  const items = [{ label: t("Cancel") }, { label: action, detail: detail.replace(/\s*\n\s*/g, "; ") }];
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.label === action;
};
