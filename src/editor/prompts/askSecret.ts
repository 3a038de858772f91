import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { plainText } from "../plainText";
import { t } from "../l10n/t";

export interface SecretQuestion {
  readonly title: string;
  readonly prompt: string;
  /** The answer may be remembered: it is offered beside the box. */
  readonly mayRemember: boolean;
}

export interface SecretAnswer {
  readonly secret: string;
  readonly remember: boolean;
}

/** Asks for a secret in a password box. @returns undefined when the person gave up, or nobody waits any more */
export function askSecret(
  question: SecretQuestion,
  token: vscode.CancellationToken,
): Promise<SecretAnswer | undefined> {
  const store = new DisposableStore();
  const box = store.add(vscode.window.createInputBox());
  const leave = {
    iconPath: new vscode.ThemeIcon("save"),
    tooltip: t("Remember in the Secret Storage of This Editor"),
  };
  const keep = { iconPath: new vscode.ThemeIcon("save-all"), tooltip: t("Do Not Remember") };
  let remember = false;
  const draw = (): void => {
    box.prompt = plainText(
      remember ? t("{0} It will be remembered by this editor.", question.prompt) : question.prompt,
    );
    box.buttons = question.mayRemember ? [remember ? keep : leave] : [];
  };
  box.title = question.title;
  box.password = true;
  box.ignoreFocusOut = true;
  draw();
  return new Promise<SecretAnswer | undefined>((resolve) => {
    store.add(
      box.onDidTriggerButton(() => {
        remember = !remember;
        draw();
      }),
    );
    store.add(box.onDidAccept(() => resolve({ secret: box.value, remember })));
    store.add(box.onDidHide(() => resolve(undefined)));
    store.add(token.onCancellationRequested(() => resolve(undefined)));
    box.show();
  }).finally(() => store.dispose());
}
