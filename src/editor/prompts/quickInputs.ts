import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../core/base/disposable";
import { plainText } from "../plainText";

/** The person wants to see the question before. */
export const back = Symbol("back");

/** Which of how many questions this is. */
export interface Position {
  readonly title: string;
  readonly step: number;
  readonly total: number;
}

/** Something that is said below an input, and holds nobody up. */
export interface Said {
  readonly text: string;
  readonly level: "info" | "warning" | "error";
}

/** What is found out while an input is open. */
export interface Live {
  /** Undefined as long as there is nothing to say. */
  readonly said: Said | undefined;
  readonly onDidChange: (listener: () => void) => Disposable;
}

interface PickOptions<T extends vscode.QuickPickItem> extends Partial<Position> {
  readonly placeholder: string;
  /** They may come late; until then the list is shown as busy. */
  readonly items: readonly T[] | Promise<readonly T[]>;
  /** These are there at once, and stand before the others. */
  readonly first?: readonly T[];
}

/** One of several. @param options.retold the items once more, whenever what is known of them has changed */
export async function pickOne<T extends vscode.QuickPickItem>(
  options: PickOptions<T> & {
    readonly active?: (item: T) => boolean;
    readonly retold?: { readonly items: () => readonly T[]; readonly onDidChange: Live["onDidChange"] };
  },
): Promise<T | typeof back | undefined> {
  const { retold } = options;
  const pick = vscode.window.createQuickPick<T>();
  const retell = (): void => {
    const at = pick.items.findIndex((item) => item === pick.activeItems[0]);
    pick.items = retold?.items() ?? pick.items;
    pick.activeItems = pick.items.slice(at, at + 1);
  };
  const answer = ask(pick, options, () => pick.activeItems[0], ...(retold ? [retold.onDidChange(retell)] : []));
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

const severities = {
  info: vscode.InputBoxValidationSeverity.Info,
  warning: vscode.InputBoxValidationSeverity.Warning,
  error: vscode.InputBoxValidationSeverity.Error,
} as const;

export interface TextOptions extends Partial<Position> {
  readonly prompt: string;
  readonly value: string;
  /** A better value, once it is known; it is put there unless something was typed in the meantime. */
  readonly later?: Promise<string>;
  readonly placeholder?: string;
  /** What is wrong with a text: a sentence, or undefined when it will do. What is wrong is not accepted. */
  readonly fault: (value: string) => string | undefined;
  /** Hears of each text that will do. */
  readonly typed?: (value: string) => void;
  /** What is said of a text that will do. */
  readonly live?: Live;
}

/** A text. */
export async function inputText(options: TextOptions): Promise<string | typeof back | undefined> {
  const box = vscode.window.createInputBox();
  box.value = options.value;
  box.prompt = plainText(options.prompt);
  const fault = (): string | undefined => options.fault(box.value);
  const show = (): void => {
    const wrong = fault();
    const said = options.live?.said;
    if (wrong !== undefined) box.validationMessage = plainText(wrong);
    else if (said) box.validationMessage = { message: plainText(said.text), severity: severities[said.level] };
    else box.validationMessage = "";
  };
  const renew = (): void => {
    if (fault() === undefined) options.typed?.(box.value);
    show();
  };
  const answer = (): string | undefined => {
    show();
    return fault() === undefined ? box.value : undefined;
  };
  const changes = options.live ? [options.live.onDidChange(show)] : [];
  const asked = ask(
    box,
    { ...options, placeholder: options.placeholder ?? "" },
    answer,
    box.onDidChangeValue(renew),
    ...changes,
  );
  if (options.later) {
    box.busy = true;
    void options.later.then((value) => {
      box.busy = false;
      if (box.value !== options.value) return;
      box.value = value;
      renew();
    });
  }
  if (options.value !== "" && options.live) renew();
  return asked;
}

function fill<T extends vscode.QuickPickItem>(
  pick: vscode.QuickPick<T>,
  { items, first = [] }: PickOptions<T>,
  then: (items: readonly T[]) => void,
): void {
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.items = first;
  if (first.length > 0) then(first);
  void Promise.resolve(items).then((found) => {
    const before = pick.activeItems;
    pick.busy = false;
    pick.keepScrollPosition = true;
    pick.items = [...first, ...found];
    pick.activeItems = before;
    then(pick.items);
  });
}

let interruption: Promise<unknown> | undefined;

/**
 * VS Code has one quick input. A question that cannot wait (of a host that is connected to, say) takes the place of the
 * one that is open, and that comes back after it, as it was.
 */
export async function interrupt<T>(question: () => Promise<T>): Promise<T> {
  const asked = question();
  interruption = asked.catch(() => undefined);
  const mine = interruption;
  try {
    return await asked;
  } finally {
    if (interruption === mine) interruption = undefined;
  }
}

/** A question stands in the place of all others. */
export function isInterrupted(): boolean {
  return interruption !== undefined;
}

/** Shows an input until it is answered or left. @param answer undefined where what is there is no answer yet */
export function ask<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  options: Partial<Position> & { readonly placeholder: string },
  answer: () => T | undefined,
  ...subscriptions: Disposable[]
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
    store.add(
      input.onDidHide(() => {
        if (!interruption) resolve(undefined);
        // by a turn later VS Code has put the question away
        else void interruption.then(() => setTimeout(() => input.show(), 0));
      }),
    );
    input.show();
  }).finally(() => store.dispose());
}
