import * as vscode from "vscode";

/** A view with what all of them can: collapse all, and several rows at once. @param id as in package.json */
export function treeView<T>(
  id: string,
  treeDataProvider: vscode.TreeDataProvider<T>,
  more: Pick<vscode.TreeViewOptions<T>, "dragAndDropController"> = {},
): vscode.TreeView<T> {
  return vscode.window.createTreeView(id, { treeDataProvider, showCollapseAll: true, canSelectMany: true, ...more });
}
