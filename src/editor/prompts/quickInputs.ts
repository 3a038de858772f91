import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { plainText } from "../plainText";

/** The person wants to see the question before. */
export const back = Symbol("back");

/** Which of how many questions this is. */
export interface Position {
  readonly title: string;
  readonly step: number;
  readonly total: number;
}

interface PickOptions<T extends vscode.QuickPickItem> extends Partial<Position> {
  readonly placeholder: string;
  /** They may come late; until then the list is shown as busy. */
  readonly items: readonly T[] | Promise<readonly T[]>;
}

/** One of several. */
export async function pickOne<T extends vscode.QuickPickItem>(
  options: PickOptions<T> & { readonly active?: (item: T) => boolean },
): Promise<T | typeof back | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  const answer = ask(pick, options, () => pick.activeItems[0]);
  fill(pick, options, (items) => {
    const active = options.active && items.find(options.active);
    if (active) pick.activeItems = [active];
  });
  return answer;
}

/** Any of several; those that `picked` tells are ticked at first. */
export async function pickMany<T extends vscode.QuickPickItem>(
  options: PickOptions<T> & { readonly picked: (item: T) => boolean },
): Promise<readonly T[] | typeof back | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  pick.canSelectMany = true;
  const answer = ask(pick, options, () => pick.selectedItems);
  fill(pick, options, (items) => (pick.selectedItems = items.filter(options.picked)));
  return answer;
}

/** A text. @param fault says what is wrong with it: a sentence, or undefined when it will do */
export async function inputText(
  options: Partial<Position> & {
    readonly prompt: string;
    readonly value: string;
    readonly placeholder?: string;
    readonly fault: (value: string) => string | undefined;
  },
): Promise<string | typeof back | undefined> {
  const box = vscode.window.createInputBox();
  box.value = options.value;
  box.prompt = plainText(options.prompt);
  const check = (): string | undefined => {
    const fault = options.fault(box.value);
    box.validationMessage = plainText(fault ?? "");
    return fault === undefined ? box.value : undefined;
  };
  return ask(box, { ...options, placeholder: options.placeholder ?? "" }, check, box.onDidChangeValue(check));
}

function fill<T extends vscode.QuickPickItem>(
  pick: vscode.QuickPick<T>,
  { items }: PickOptions<T>,
  then: (items: readonly T[]) => void,
): void {
  pick.matchOnDescription = true;
  pick.busy = true;
  void Promise.resolve(items).then((found) => {
    pick.busy = false;
    pick.items = found;
    then(found);
  });
}

function ask<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  options: Partial<Position> & { readonly placeholder: string },
  answer: () => T | undefined,
  ...subscriptions: vscode.Disposable[]
): Promise<T | typeof back | undefined> {
  const store = new DisposableStore();
  store.add(input);
  for (const subscription of subscriptions) store.add(subscription);
  input.title = options.title;
  input.step = options.step;
  input.totalSteps = options.total;
  input.placeholder = options.placeholder;
  input.ignoreFocusOut = true;
  if ((options.step ?? 1) > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<T | typeof back | undefined>((resolve) => {
    store.add(
      input.onDidAccept(() => {
        const found = answer();
        if (found !== undefined) resolve(found);
      }),
    );
    store.add(input.onDidTriggerButton(() => resolve(back)));
    store.add(input.onDidHide(() => resolve(undefined)));
    input.show();
  }).finally(() => store.dispose());
}
