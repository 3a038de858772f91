import * as vscode from "vscode";
import { decorationUri } from "./decorations";
import type { ItemText, TooltipText } from "./describe/itemText";
import type { TreeNode } from "./nodes/node";

/** A row of the tree. Its tooltip comes later, when somebody points at it. */
export function toTreeItem(node: TreeNode, text: ItemText): vscode.TreeItem {
  const item = treeItem(node.id, text);
  const decorated = decorationUri(node, text);
  if (decorated) item.resourceUri = decorated;
  if (node.kind === "more") {
    item.command = { command: "zfsReplication.snapshot.loadMore", title: text.label, arguments: [node] };
  }
  return item;
}

/** A row of any of the trees. @param id stable while the thing is the same */
export function treeItem(id: string, text: ItemText): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const state = { none: None, collapsed: Collapsed, expanded: Expanded }[text.children];
  const item = new vscode.TreeItem(text.label, state);
  item.id = id;
  item.description = text.description;
  item.contextValue = text.context;
  item.accessibilityInformation = { label: text.spoken };
  const { id: icon, color } = text.icon;
  item.iconPath =
    color === undefined ? new vscode.ThemeIcon(icon) : new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  return item;
}

/** Names come from hosts and may hold anything: all of it is escaped, and nothing in it is trusted. */
export function toTooltip(text: TooltipText): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.appendMarkdown("**").appendText(oneLine(text.title)).appendMarkdown("**\n\n");
  for (const [name, value] of text.rows) {
    markdown.appendText(`${name}: ${oneLine(value)}`).appendMarkdown("  \n");
  }
  return markdown;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
