import * as vscode from "vscode";
import type { DatasetName } from "../../core/zfs/names";
import { isDatasetLike, type TreeNode } from "./nodes/node";

/** How rows of the Hosts view travel; VS Code itself offers them under this name. */
const mime = "application/vnd.code.tree.zfsreplication.hosts";

/** Where rows were dropped: a host, and a dataset of it where it was one. */
export interface DropPlace {
  readonly host: string;
  readonly below: DatasetName | undefined;
}

/** What is dropped: a dataset or a snapshot, onto another host or a dataset of it. Nothing runs: it begins the questions of Replicate…. */
export class DatasetDrag implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [mime];
  readonly dropMimeTypes = [mime];
  private dragged: readonly TreeNode[] = [];

  handleDrag(source: readonly TreeNode[], transfer: vscode.DataTransfer): void {
    this.dragged = source.filter((node) => isDatasetLike(node) || node.kind === "snapshot");
    transfer.set(mime, new vscode.DataTransferItem(this.dragged.map(({ id }) => id)));
  }

  async handleDrop(target: TreeNode | undefined): Promise<void> {
    const [source] = this.dragged;
    this.dragged = [];
    if (!source || !target || (source.host === target.host && !isDatasetLike(target))) return;
    if (source.id === target.id) return;
    const place: DropPlace = { host: target.host, below: isDatasetLike(target) ? target.dataset : undefined };
    await vscode.commands.executeCommand("zfsReplication.dataset.replicate", source, undefined, place);
  }
}
