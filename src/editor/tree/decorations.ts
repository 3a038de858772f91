import * as vscode from "vscode";
import type { ItemText } from "./describe/itemText";
import type { TreeNode } from "./nodes/node";
import { t } from "../l10n/t";

const scheme = "zfsr-state";

/** What is marked beside a row's name, the most urgent first. The row's text says the same. */
const decorations = {
  unhealthy: { badge: "!", tooltip: () => t("Needs attention"), color: "list.warningForeground" },
  late: { badge: "!", tooltip: () => t("A copy is late"), color: "list.warningForeground" },
  partial: { badge: "…", tooltip: () => t("Partially received"), color: "list.warningForeground" },
  locked: { badge: "K", tooltip: () => t("Its key is not loaded"), color: undefined },
} as const;

type State = keyof typeof decorations;

/** The address by which a row's decoration is found: it carries the state itself. Undefined for rows without one. */
export function decorationUri(node: TreeNode, { context }: ItemText): vscode.Uri | undefined {
  if (node.kind !== "pool" && node.kind !== "dataset") return undefined;
  const states = new Set(context.split(";"));
  const state = (Object.keys(decorations) as State[]).find((candidate) => states.has(candidate));
  return state && vscode.Uri.from({ scheme, path: `/${node.host}/${node.dataset}`, query: state });
}

/** Badges and colours of rows: a pool that is not well, a late copy, a partial receive, a key that is not loaded. */
export class StateDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme || !(uri.query in decorations)) return undefined;
    const { badge, tooltip, color } = decorations[uri.query as State];
    return new vscode.FileDecoration(badge, tooltip(), color && new vscode.ThemeColor(color));
  }
}
