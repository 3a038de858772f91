import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import type { Host } from "../../core/hosts/host";
import type { DatasetName } from "../../core/zfs/names";
import type { Change } from "../hosts/changes";
import { contentsOf } from "../hosts/hostState";
import type { Inventory } from "../hosts/inventory";
import { readHoldTags } from "../hosts/readHoldTags";
import type { Settings } from "../settings";
import { askDrawn } from "./askDrawn";
import { childrenOf, datasetNode, parentNode } from "./children";
import { describe, tooltipOf } from "./describe/describe";
import { snapshotTooltip } from "./describe/describeSnapshot";
import { drawnBy } from "./drawnBy";
import { nodeId } from "./nodes/ids";
import type { HostNode, MoreNode, SnapshotNode, TreeNode } from "./nodes/node";
import { NodeCache } from "./nodes/nodeCache";
import { Paging } from "./paging";
import type { ReplicationNotes } from "./replicationNotes";
import { SnapshotRows, type SnapshotView } from "./snapshotRows";
import { toTooltip, toTreeItem } from "./toTreeItem";
import type { TreeFilter } from "./treeFilter";

/** What the tree is made of. */
export interface HostsTreeParts {
  readonly inventory: Inventory;
  readonly settings: Settings;
  readonly replication: ReplicationNotes;
  readonly host: (id: string) => Host;
}

/** The tree of the Hosts view. It shows what the inventory knows, and asks it for what is opened. */
export class HostsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly nodes = new NodeCache();
  private readonly paging = new Paging();
  private readonly rows = new SnapshotRows();
  private filtered: TreeFilter | undefined;

  constructor(private readonly parts: HostsTreeParts) {
    this.subscriptions.add(parts.inventory.onDidChange((change) => this.draw(change)));
  }

  getChildren(node?: TreeNode): TreeNode[] {
    const children = node ? childrenOf(node, this.known) : this.parts.settings.hosts.map((host) => hostNode(host));
    // VS Code takes no children of a node that is drawn anew before it has them
    if (node) setImmediate(() => void this.ask(node));
    return this.nodes.keepChildren(node, children);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return toTreeItem(node, describe(node, this.known, Date.now()));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = this.nodes.parent(node.id) ?? parentNode(node, this.parts.inventory);
    return parent && this.nodes.keep(parent);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    const text = node.kind === "snapshot" && node.item.userrefs > 0 ? await this.heldTooltip(node) : undefined;
    const tooltip = text ?? tooltipOf(node, this.known);
    if (tooltip) item.tooltip = toTooltip(tooltip);
    return item;
  }

  /** What the view is narrowed to; undefined for nothing. */
  get filter(): TreeFilter | undefined {
    return this.filtered;
  }

  set filter(filter: TreeFilter | undefined) {
    this.filtered = filter;
    this.drawAll();
  }

  /** Draws all hosts anew: the list of them changed. */
  drawAll(): void {
    this.changed.fire(undefined);
  }

  /** Draws a dataset anew, where it is shown. */
  drawDataset(host: string, dataset: DatasetName): void {
    const contents = contentsOf(this.parts.inventory.state(host));
    if (contents?.datasets.has(dataset)) this.fire(datasetNode(host, dataset, contents).id);
  }

  nodeOf(id: string): TreeNode | undefined {
    return this.nodes.get(id);
  }

  showMore(node: MoreNode): void {
    this.paging.showMore(node.list);
    this.fire(node.list);
  }

  /** How many nodes are kept. */
  get size(): number {
    return this.nodes.size;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private get known() {
    const { inventory, replication, settings } = this.parts;
    const view: SnapshotView = { by: settings.groupSnapshots, filter: this.filtered };
    return { inventory, replication, rows: this.rows, view, paging: this.paging };
  }

  /** The inventory tells what became known, and that is drawn. */
  private async ask(node: TreeNode): Promise<void> {
    if (await askDrawn(node, this.parts.inventory, this.parts.replication)) this.fire(node.id);
  }

  /** With the tags of its holds, which are asked for only here. */
  private async heldTooltip(node: SnapshotNode) {
    const { inventory, host } = this.parts;
    const tags = await readHoldTags(host(node.host), node.item.name);
    const hosts = inventory.otherHosts(node.host, BigInt(node.item.guid));
    const clones = contentsOf(inventory.state(node.host))?.index.clones.get(node.item.name) ?? [];
    return tags && snapshotTooltip(node.item, { hosts, clones }, tags);
  }

  private draw(change: Change): void {
    const { host } = change;
    if (change.kind === "forgotten") {
      this.nodes.forgetBelow(nodeId.host(host));
      return;
    }
    const id = drawnBy(change, contentsOf(this.parts.inventory.state(host)));
    if (id !== undefined) this.fire(id);
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
