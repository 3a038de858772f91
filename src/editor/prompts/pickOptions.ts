import * as vscode from "vscode";
import { plainText } from "../plainText";
import { t } from "../l10n/t";
import { ask, type back, type Live, type Position } from "./quickInputs";

/** Something that is chosen or not, with what follows from either. */
export interface Option<K extends string> {
  readonly key: K;
  readonly label: string;
  readonly on: string;
  readonly off: string;
}

interface OptionItem<K extends string> extends vscode.QuickPickItem {
  /** Undefined for the row that ends the question. */
  readonly key: K | undefined;
}

export interface PickOptionsOptions<K extends string> extends Partial<Position> {
  readonly placeholder: string;
  readonly options: readonly Option<K>[];
  readonly chosen: ReadonlySet<K>;
  /** Hears what is chosen, at first and with each change. */
  readonly changed: (chosen: ReadonlySet<K>) => void;
  /** Stands in the row that ends the question. */
  readonly live: Live;
}

/**
 * Any of a few options: choosing a row turns it over, and its detail says what follows from it now. Not by VS Code's
 * boxes to tick: it tells of a tick late, and rows that are drawn anew meanwhile would lose it.
 */
export async function pickOptions<K extends string>(
  options: PickOptionsOptions<K>,
): Promise<ReadonlySet<K> | typeof back | undefined> {
  const chosen = new Set(options.chosen);
  const pick = vscode.window.createQuickPick<OptionItem<K>>();
  pick.keepScrollPosition = true;
  const show = (): void => {
    const active = pick.activeItems[0]?.key;
    pick.items = [
      { key: undefined, label: t("Go On"), detail: plainText(options.live.said?.text ?? ""), alwaysShow: true },
      ...options.options.map((option) => itemOf(option, chosen.has(option.key))),
    ];
    pick.activeItems = pick.items.filter(({ key }) => key === active);
  };
  const turn = (key: K): void => {
    if (!chosen.delete(key)) chosen.add(key);
    options.changed(new Set(chosen));
    show();
  };
  const answer = (): ReadonlySet<K> | undefined => {
    const [active] = pick.activeItems;
    if (!active) return undefined;
    if (active.key === undefined) return chosen;
    turn(active.key);
    return undefined;
  };
  const asked = ask(pick, options, answer, options.live.onDidChange(show));
  options.changed(new Set(chosen));
  show();
  return asked;
}

function itemOf<K extends string>({ key, label, on, off }: Option<K>, chosen: boolean): OptionItem<K> {
  return {
    key,
    label,
    description: chosen ? "yes" : "no",
    detail: chosen ? on : off,
    iconPath: new vscode.ThemeIcon(chosen ? "pass-filled" : "circle-large-outline"),
  };
}
