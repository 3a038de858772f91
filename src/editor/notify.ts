import * as vscode from "vscode";
import { ZfsrError } from "../core/base/errors";
import { plainText } from "./plainText";
import { t } from "./l10n/t";

/** A button of a notification. */
export interface NotifyAction {
  readonly title: string;
  readonly run: () => unknown;
}

/** The only place that shows messages. What the user has cancelled is not shown. */
export class Notify {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Says what failed, on which object, why, and what to do next; the whole output goes to the log. */
  error(error: unknown, object: string, actions: readonly NotifyAction[] = []): void {
    if (error instanceof vscode.CancellationError || ZfsrError.is(error, "cancelled")) return;
    const known = ZfsrError.from(error, object);
    this.log.error(known.message + (known.output === undefined ? "" : `\n${known.output}`));
    if (!ZfsrError.is(error) && error instanceof Error) this.log.debug(error.stack ?? "");
    this.show("showErrorMessage", known.message, actions);
  }

  /** Something ended otherwise than wished; it is known to the log already. */
  problem(message: string, actions: readonly NotifyAction[]): void {
    this.show("showErrorMessage", message, actions);
  }

  warn(message: string, actions: readonly NotifyAction[] = []): void {
    this.log.warn(message);
    this.show("showWarningMessage", message, actions);
  }

  info(message: string, actions: readonly NotifyAction[] = []): void {
    this.log.info(message);
    this.show("showInformationMessage", message, actions);
  }

  private show(
    kind: "showErrorMessage" | "showWarningMessage" | "showInformationMessage",
    message: string,
    actions: readonly NotifyAction[],
  ): void {
    const shown = kind === "showErrorMessage" && actions.length < 3 ? [...actions, this.showLog] : actions;
    const titles = shown.map((action) => action.title);
    void vscode.window[kind](plainText(message), ...titles).then(async (title) => {
      try {
        await shown.find((action) => action.title === title)?.run();
      } catch (error) {
        this.error(error, title ?? "");
      }
    });
  }

  private readonly showLog: NotifyAction = { title: t("Show Log"), run: () => this.log.show(true) };
}
