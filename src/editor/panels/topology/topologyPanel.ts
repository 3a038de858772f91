import type * as vscode from "vscode";
import { ZfsrError } from "../../../core/base/errors";
import { observeTree } from "../../../core/hosts/observeTree";
import { targetStatus } from "../../../core/replication/targetStatus";
import type { DatasetName } from "../../../core/zfs/names";
import type { DatasetTree } from "../../../core/zfs/tree";
import { type TopologyAction, topologyAction } from "../../../protocol/topology";
import type { ReviewSubject } from "../../plans/review";
import { type CommonPageOptions, PanelPage } from "../panelPage";
import type { PanelServices } from "../panelServices";
import { type ReplicationEdge, replicationEdges } from "../replicationEdges";
import { workspaceJobs } from "../workspaceJobs";
import { type EdgeStatus, topologyState } from "./topologyState";

/** Where the panel leads to. */
export interface TopologyLinks {
  readonly showLineage: (host: string, dataset: DatasetName) => void;
  readonly reviewPlan: (subject: ReviewSubject) => void;
}

/** Hosts and what replicates between them, each edge as its two ends stand just now. */
export class TopologyPanel {
  private readonly page: PanelPage<TopologyAction>;
  private readonly abort = new AbortController();
  private edges: readonly ReplicationEdge[] = [];
  private statuses = new Map<string, EdgeStatus>();
  private at: string | undefined;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
    options: CommonPageOptions,
    private readonly links: TopologyLinks,
  ) {
    this.page = new PanelPage(panel, {
      ...options,
      actions: topologyAction,
      act: (action) => this.act(action),
      state: () => topologyState(this.edges, this.statuses, services.settings.isProduction, this.at),
    });
    panel.onDidDispose(() => {
      this.abort.abort();
      this.page.dispose();
    });
    void this.look().catch(options.failed);
  }

  private async act(action: TopologyAction): Promise<void> {
    if (action.type === "ready") return;
    if (action.type === "refresh") return this.at === undefined ? undefined : this.look();
    // a page names one of the edges that it was given; another has no request
    const request = this.edges.find(({ id }) => id === action.edge)?.request;
    if (!request) return;
    if (action.type === "showLineage") this.links.showLineage(request.source.host, request.source.dataset);
    if (action.type === "replicate") this.links.reviewPlan({ kind: "replication", request, snapshot: false });
  }

  private async look(): Promise<void> {
    this.at = undefined;
    this.page.update();
    const { services } = this;
    this.edges = replicationEdges(await workspaceJobs(services.log), await services.recent.list());
    this.statuses = new Map();
    this.page.update();
    // a side that several edges share is looked at once
    const trees = new Map<string, Promise<DatasetTree>>();
    const observed = (host: string, dataset: DatasetName, recursive: boolean): Promise<DatasetTree> => {
      const key = `${host}\n${dataset}\n${recursive}`;
      const { signal } = this.abort;
      const tree = trees.get(key) ?? observeTree(services.host(host), dataset, { recursive, signal });
      trees.set(key, tree);
      return tree;
    };
    await Promise.all(
      this.edges.map(async ({ id, request: { source, target, recursive } }) => {
        this.statuses.set(
          id,
          await Promise.all([
            observed(source.host, source.dataset, recursive),
            observed(target.host, target.dataset, recursive),
          ]).then(
            ([from, to]): EdgeStatus => targetStatus(from, to, Date.now()),
            (error: unknown): EdgeStatus => ({ failure: ZfsrError.from(error, id).message }),
          ),
        );
        this.page.update();
      }),
    );
    this.at = new Date().toLocaleTimeString();
    this.page.update();
  }
}
