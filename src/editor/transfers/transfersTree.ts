import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { Throttle } from "../../core/base/throttle";
import { readJournal } from "../../core/runs/journal";
import type { RunFiles, RunId } from "../../core/runs/runDirectory";
import { emptyRunState, type RunState, withEvent } from "../../core/runs/runState";
import type { RunHistory } from "../runs/runHistory";
import type { Transfers } from "../runs/transfers";
import { toTooltip, treeItem } from "../tree/toTreeItem";
import type { ItemText, TooltipText } from "../tree/describe/itemText";
import {
  describeFinding,
  describeMoreStreams,
  describeRun,
  describeStream,
  describeTarget,
  findingTooltip,
  runTooltip,
  streamTooltip,
} from "./describeRun";
import { runChildren } from "./runChildren";
import { type RunNode, runNode, type RunView, type TransferNode } from "./runNode";
import { t } from "../l10n/t";
import type { Settings } from "../settings";

/** Milliseconds; more often nobody can read it. */
const drawEvery = 300;

/** The tree of the Transfers view: runs under way, then those that have ended, the newest first. */
export class TransfersTree implements vscode.TreeDataProvider<TransferNode>, vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<TransferNode[] | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly nodes = new Map<RunId, RunNode>();
  /** The whole journals of ended runs that were opened. */
  private readonly opened = new Map<RunId, RunState>();
  /** Runs that said something since they were drawn last. */
  private readonly stale = new Set<RunId>();

  constructor(
    private readonly transfers: Transfers,
    private readonly history: RunHistory,
    private readonly settings: Pick<Settings, "recentRuns" | "onDidChange">,
  ) {
    const drawing = this.subscriptions.add(new Throttle(drawEvery, () => this.draw()));
    this.subscriptions.add(
      transfers.onDidChange(({ files }) => {
        // a run that is new to the view comes with the whole of it
        if (!this.nodes.has(files.id)) this.changed.fire(undefined);
        this.stale.add(files.id);
        drawing.trigger();
      }),
    );
    this.subscriptions.add(history.onDidChange(() => this.changed.fire(undefined)));
    this.subscriptions.add(settings.onDidChange(({ display }) => display && this.changed.fire(undefined)));
  }

  async getChildren(node?: TransferNode): Promise<TransferNode[]> {
    if (!node) return this.roots();
    if (node.kind !== "run") return [];
    return runChildren(node.files, await this.wholeState(node.files));
  }

  getTreeItem(node: TransferNode): vscode.TreeItem {
    const item = treeItem(node.id, this.describe(node));
    if (node.kind === "finding" || node.kind === "more") {
      item.command = { command: "zfsReplication.transfer.showLog", title: t("Open Report"), arguments: [node] };
    }
    return item;
  }

  getParent(node: TransferNode): TransferNode | undefined {
    return node.kind === "run" ? undefined : this.keep(node.files);
  }

  resolveTreeItem(item: vscode.TreeItem, node: TransferNode): vscode.TreeItem {
    const text = this.tooltip(node);
    if (text) item.tooltip = toTooltip(text);
    return item;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async roots(): Promise<TransferNode[]> {
    await this.history.start();
    const running = this.transfers.running.map(({ files }) => files);
    const live = new Set(running.map(({ id }) => id));
    const ended = this.history.ended.filter(({ files }) => !live.has(files.id)).slice(0, this.settings.recentRuns);
    const shown = [...running, ...ended.map(({ files }) => files)];
    const still = new Set(shown.map(({ id }) => id));
    for (const id of [...this.nodes.keys()]) {
      if (still.has(id)) continue;
      this.nodes.delete(id);
      this.opened.delete(id);
    }
    return shown.map((files) => this.keep(files));
  }

  private keep(files: RunFiles): RunNode {
    const node = this.nodes.get(files.id) ?? runNode(files);
    this.nodes.set(files.id, node);
    return node;
  }

  private draw(): void {
    const nodes = [...this.stale].flatMap((id) => this.nodes.get(id) ?? []);
    this.stale.clear();
    if (nodes.length > 0) this.changed.fire(nodes);
  }

  private describe(node: TransferNode): ItemText {
    switch (node.kind) {
      case "run":
        return describeRun(this.view(node.files), Date.now());
      case "stream":
        return describeStream(node, this.opened.get(node.files.id) ?? this.view(node.files).state);
      case "target":
        return describeTarget(node);
      case "finding":
        return describeFinding(node);
      case "more":
        return describeMoreStreams(node);
    }
  }

  private tooltip(node: TransferNode): TooltipText | undefined {
    if (node.kind === "run") return runTooltip(this.view(node.files));
    if (node.kind === "stream") return streamTooltip(node);
    return node.kind === "finding" ? findingTooltip(node) : undefined;
  }

  private view({ id }: RunFiles): RunView {
    const transfer = this.transfers.get(id);
    if (transfer) return { state: transfer.state, running: transfer.state.endedAt === undefined };
    return { state: this.history.get(id)?.state ?? emptyRunState(id), running: false };
  }

  /** Of an ended run, the list knows the ends alone: its journal is read when it is opened. */
  private async wholeState(files: RunFiles): Promise<RunState> {
    const live = this.transfers.get(files.id);
    const known = live?.state ?? this.opened.get(files.id);
    if (known) return known;
    const events = await readJournal(files).catch(() => []);
    const state = events.reduce(withEvent, emptyRunState(files.id));
    this.opened.set(files.id, state);
    return state;
  }
}
