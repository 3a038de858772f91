import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import type { Change } from "../hosts/changes";
import { contentsOf } from "../hosts/hostState";
import type { Inventory } from "../hosts/inventory";
import type { Settings } from "../settings";
import { childrenOf, datasetNode, parentNode, snapshotsNode } from "./children";
import { describe, tooltipOf } from "./describe/describe";
import { nodeId } from "./nodes/ids";
import type { HostNode, MoreNode, TreeNode } from "./nodes/node";
import { NodeCache } from "./nodes/nodeCache";
import { Paging } from "./paging";
import { toTooltip, toTreeItem } from "./toTreeItem";

/** The tree of the Hosts view. It shows what the inventory knows, and asks it for what is opened. */
export class HostsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly nodes = new NodeCache();
  private readonly paging = new Paging();

  constructor(
    private readonly inventory: Inventory,
    private readonly settings: Settings,
  ) {
    this.subscriptions.add(inventory.onDidChange((change) => this.draw(change)));
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const children = node ? await this.open(node) : this.settings.hosts.map((host) => hostNode(host));
    return children.map((child) => this.nodes.keep(child));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return toTreeItem(node, describe(node, this.inventory, Date.now()));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentNode(node, this.inventory);
    return parent && this.nodes.keep(parent);
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const text = tooltipOf(node, this.inventory);
    if (text) item.tooltip = toTooltip(text);
    return item;
  }

  /** Draws all hosts anew: the list of them changed. */
  drawAll(): void {
    this.changed.fire(undefined);
  }

  nodeOf(id: string): TreeNode | undefined {
    return this.nodes.get(id);
  }

  showMore(node: MoreNode): void {
    const contents = contentsOf(this.inventory.state(node.host));
    const dataset = contents?.datasets.get(node.dataset);
    if (!dataset) return;
    const list = this.nodes.keep(snapshotsNode(node.host, dataset));
    this.paging.showMore(list.id);
    this.changed.fire(list);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** The rows above show what became known by opening one: the host's state, the number of snapshots. */
  private async open(node: TreeNode): Promise<TreeNode[]> {
    const known = this.isKnown(node);
    const opened = childrenOf(node, this.inventory, this.paging);
    if (known) return opened;
    // the row is drawn at once as 'connecting', and again when the answer is there
    if (node.kind === "host") this.changed.fire(node);
    void opened.then(() => this.changed.fire(node));
    return opened;
  }

  private isKnown(node: TreeNode): boolean {
    if (node.kind === "host") return this.inventory.state(node.host).kind !== "idle";
    if (node.kind === "snapshots") return this.inventory.snapshots(node.host, node.dataset).kind === "ready";
    return true;
  }

  private draw(change: Change): void {
    const { host } = change;
    const contents = contentsOf(this.inventory.state(host));
    if (change.kind === "host" || !contents) {
      this.fire(nodeId.host(host));
      return;
    }
    const dataset = contents.datasets.get(change.dataset);
    if (!dataset) {
      this.fire(nodeId.host(host));
      return;
    }
    const node = change.kind === "dataset" ? datasetNode(host, dataset.name, contents) : snapshotsNode(host, dataset);
    this.fire(node.id);
  }

  /** Draws a node anew if it was ever shown. */
  private fire(id: string): void {
    const node = this.nodes.get(id);
    if (node) this.changed.fire(node);
  }
}

function hostNode(host: string): HostNode {
  return { kind: "host", id: nodeId.host(host), host };
}
