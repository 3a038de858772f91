import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { Throttle } from "../../core/base/throttle";
import { formatPlace } from "../../core/zfs/place";
import type { RunHistory } from "../runs/runHistory";
import type { Transfers } from "../runs/transfers";
import { toTooltip, treeItem } from "../tree/toTreeItem";
import { describeJob, describeJobFile, describeJobProblem, describeJobTarget, jobTooltip } from "./describeJob";
import type { FoundFile, JobFiles } from "./jobFiles";
import { jobNode, type JobNode, type JobsNode } from "./jobNode";
import type { JobRuns } from "./jobRuns";
import { t } from "../l10n/t";

/** Milliseconds; a job's row changes when a run begins or ends. */
const drawEvery = 500;

/** The tree of the Jobs view: the jobs of the workspace's job files, below their files where there are several. */
export class JobsTree implements vscode.TreeDataProvider<JobsNode>, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private running = "";

  constructor(
    private readonly files: JobFiles,
    private readonly runs: JobRuns,
    private readonly history: RunHistory,
    transfers: Transfers,
  ) {
    const draw = this.store.add(new Throttle(drawEvery, () => this.changed.fire(undefined)));
    this.store.add(files.onDidChange(draw.trigger));
    this.store.add(runs.onDidChange(draw.trigger));
    this.store.add(history.onDidChange(draw.trigger));
    this.store.add(
      transfers.onDidChange(() => {
        const running = transfers.running.map(({ state }) => state.request?.job ?? "").join("\n");
        if (running !== this.running) draw.trigger();
        this.running = running;
      }),
    );
  }

  async getChildren(node?: JobsNode): Promise<JobsNode[]> {
    if (!node) {
      await Promise.all([this.files.start(), this.history.start()]);
      const { files } = this.files;
      const [only] = files;
      if (only && files.length === 1 && only.problems.length === 0) return jobsOf(only);
      return files.map((file) => ({ kind: "file", id: `file\n${file.uri.toString()}`, file }));
    }
    if (node.kind === "file") return [...problemsOf(node.file), ...jobsOf(node.file)];
    if (node.kind !== "job") return [];
    const { file, found } = node;
    return found.job.targets.map((place) => {
      return { kind: "target", id: `${node.id}\n${formatPlace(place.host, place.dataset)}`, file, found, place };
    });
  }

  getTreeItem(node: JobsNode): vscode.TreeItem {
    const item = treeItem(node.id, this.describe(node));
    if (node.kind === "problem" || node.kind === "target") {
      item.command = { command: "zfsReplication.job.open", title: t("Open"), arguments: [node] };
    }
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: JobsNode): vscode.TreeItem {
    if (node.kind === "job") item.tooltip = toTooltip(jobTooltip(node));
    return item;
  }

  dispose(): void {
    this.store.dispose();
  }

  private describe(node: JobsNode) {
    switch (node.kind) {
      case "file":
        return describeJobFile(node, vscode.workspace.asRelativePath(node.file.uri));
      case "job": {
        const { job } = node.found;
        const standings = job.targets.map((place) => this.runs.standing(job, place));
        return describeJob(node, standings, Date.now());
      }
      case "target":
        return describeJobTarget(node, this.runs.standing(node.found.job, node.place));
      case "problem":
        return describeJobProblem(node);
    }
  }
}

function jobsOf(file: FoundFile): JobNode[] {
  return file.jobs.map((found) => jobNode(file, found));
}

function problemsOf(file: FoundFile): JobsNode[] {
  return file.problems.map((problem, i) => ({
    ...{ kind: "problem", id: `problem\n${file.uri.toString()}\n${i}` },
    ...{ file, problem },
  }));
}
