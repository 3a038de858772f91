import type * as vscode from "vscode";
import { ZfsrError } from "../../../core/base/errors";
import { printable } from "../../../core/zfs/names";
import { formatPlace } from "../../../core/zfs/place";
import { type LineageAction, lineageAction, type LineageState } from "../../../protocol/lineage";
import { type CommonPageOptions, PanelPage } from "../panelPage";
import type { PanelServices } from "../panelServices";
import { replicationEdges } from "../replicationEdges";
import { workspaceJobs } from "../workspaceJobs";
import { lineageState } from "./lineageState";
import { type Looked, lookAt } from "./lookAt";
import { type DatasetPlace, relatedPlaces } from "./relatedPlaces";
import { t } from "../../l10n/t";

/** Rows at first, and with each 'Show older'. */
const rowsAtOnce = 300;

/** Which snapshots of a dataset and its copies exist where. */
export class LineagePanel {
  private readonly page: PanelPage<LineageAction>;
  private readonly abort = new AbortController();
  private places: readonly DatasetPlace[] = [];
  private looked: readonly Looked[] = [];
  private at = "";
  private rows = rowsAtOnce;
  private phase: LineageState["phase"] = "looking";
  private failure = "";

  constructor(
    panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
    options: CommonPageOptions,
    private readonly subject: DatasetPlace,
  ) {
    this.page = new PanelPage(panel, {
      ...options,
      actions: lineageAction,
      act: (action) => this.act(action),
      state: () => this.state(),
    });
    panel.onDidDispose(() => {
      this.abort.abort();
      this.page.dispose();
    });
    void this.look();
  }

  private act(action: LineageAction): void {
    if (action.type === "refresh" && this.phase !== "looking") void this.look();
    if (action.type === "showOlder") this.rows += rowsAtOnce;
    this.page.update();
  }

  private state(): LineageState {
    const { subject, phase, places, looked } = this;
    if (looked.length > 0) {
      const state = lineageState(subject, places, looked, this.rows, this.at);
      return phase === "ready" ? state : { ...state, phase, message: this.message };
    }
    return {
      ...{ host: printable(subject.host), dataset: printable(subject.dataset), phase, message: this.message },
      ...{ columns: [], rows: [], older: 0, pairs: [], safe: 0 },
    };
  }

  private get message(): string {
    return this.phase === "failed" ? printable(this.failure) : t("Looking at each place; nothing is changed by that.");
  }

  private async look(): Promise<void> {
    this.phase = "looking";
    this.page.update();
    const { services, subject, abort } = this;
    try {
      const edges = replicationEdges(await workspaceJobs(services.log), await services.recent.list());
      const places = relatedPlaces(subject, edges);
      this.looked = await Promise.all(places.map((place) => lookAt(place, services.host, abort.signal)));
      this.places = places;
      this.at = new Date().toLocaleTimeString();
      this.phase = "ready";
    } catch (error) {
      this.failure = ZfsrError.from(error, formatPlace(subject.host, subject.dataset)).message;
      this.phase = "failed";
    }
    this.page.update();
  }
}
