import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { zfsrWords } from "../../core/administration/zfsrWords";
import type { CheckResult, Fix } from "../../core/doctor/check";
import { planRequests } from "../../core/runs/planRequests";
import { type DatasetName, datasetNameFault, printable } from "../../core/zfs/names";
import { parseDatasetPlace, parsePlace } from "../../core/zfs/place";
import { doctorKept } from "../../protocol/doctor";
import { lineageKept } from "../../protocol/lineage";
import { measureKept } from "../../protocol/measure";
import type { PanelName } from "../../protocol/panelName";
import { planReviewAction, planReviewKept } from "../../protocol/planReview";
import { transfersKept } from "../../protocol/transfers";
import { DoctorPanel, type DoctorSubject } from "../doctor/doctorPanel";
import { doctorDocument } from "../doctor/doctorDocument";
import { ProblemDocuments } from "../findings/problemDocuments";
import { fixRequest } from "../doctor/fixRequest";
import { MeasurePanel, type MeasureSubject } from "../measure/measurePanel";
import type { ReviewPlan, ReviewSubject } from "../plans/review";
import type { Transfer } from "../runs/transfers";
import { LineagePanel } from "./lineage/lineagePanel";
import { type CommonPageOptions, PanelPage, pageOptions } from "./panelPage";
import type { PanelServices } from "./panelServices";
import { PlanReview } from "./planReview/planReview";
import { ReviewMemory } from "./planReview/reviewMemory";
import { reviewServices } from "./planReview/reviewServices";
import { TopologyPanel } from "./topology/topologyPanel";
import { TransfersPanel } from "./transfers/transfersPanel";
import { viewType } from "./viewTypes";

/** A plan that is being reviewed. */
export interface OpenReview {
  readonly title: string;
  /** Its panel is the one in front. */
  readonly active: boolean;
  readonly showScript: () => Promise<void>;
}

/** Opens panels, and takes them up again after a reload. Of the dashboard and the topology there is one each. */
export class Panels implements vscode.Disposable {
  private readonly open = new Set<vscode.WebviewPanel>();
  private readonly reviews = new Map<vscode.WebviewPanel, PlanReview>();
  private readonly memory: ReviewMemory;
  private transfers: TransfersPanel | undefined;
  private topology: vscode.WebviewPanel | undefined;
  private problems: ProblemDocuments<readonly CheckResult[]> | undefined;

  constructor(private readonly services: PanelServices) {
    this.memory = new ReviewMemory(services.memento);
  }

  readonly reviewPlan: ReviewPlan = (subject) => {
    const panel = this.create("planReview", "Plan");
    return this.review(panel, randomUUID(), subject);
  };

  openReviews(): readonly OpenReview[] {
    return [...this.reviews]
      .filter(([, review]) => review.state.steps.length > 0)
      .map(([panel, review]) => ({
        ...{ title: review.title, active: panel.active },
        showScript: () => review.act({ type: "showScript" }),
      }));
  }

  showTransfers(run?: string): void {
    if (this.transfers) this.transfers.reveal(run);
    else this.openTransfers(this.create("transfers", "ZFS Transfers"), run);
  }

  showLineage(host: string, dataset: DatasetName): void {
    this.openLineage(this.create("lineage", printable(`Lineage of ${dataset}`)), host, dataset);
  }

  showTopology(): void {
    if (this.topology) this.topology.reveal();
    else this.openTopology(this.create("topology", "ZFS Topology"));
  }

  /** Examines a place or a pair. */
  showDoctor(subject: DoctorSubject): void {
    this.openDoctor(this.create("doctor", printable(`Doctor: ${subject.source.host}`)), subject);
  }

  showMeasure(subject: MeasureSubject): void {
    const title = printable(`Throughput to ${subject.target.host}`);
    this.openMeasure(this.create("measure", title), subject);
  }

  /** @param kept what the page kept: it is checked like everything that comes from one */
  restore(name: PanelName, panel: vscode.WebviewPanel, kept: unknown): void {
    this.track(panel);
    if (name === "transfers") {
      const parsed = transfersKept.safeParse(kept);
      this.openTransfers(panel, parsed.success ? parsed.data.run : undefined);
    } else if (name === "topology") this.openTopology(panel);
    else if (name === "lineage") {
      const parsed = lineageKept.safeParse(kept);
      if (!parsed.success || datasetNameFault(parsed.data.dataset) !== undefined) panel.dispose();
      else this.openLineage(panel, parsed.data.host, parsed.data.dataset as DatasetName);
    } else if (name === "doctor" || name === "measure") this.restoreHealth(name, panel, kept);
    else this.restoreReview(panel, kept);
  }

  dispose(): void {
    for (const panel of [...this.open]) panel.dispose();
    this.problems?.dispose();
  }

  private restoreHealth(name: "doctor" | "measure", panel: vscode.WebviewPanel, kept: unknown): void {
    try {
      if (name === "doctor") {
        const { source, target } = doctorKept.parse(kept);
        this.openDoctor(panel, {
          source: parsePlace(source),
          target: target === undefined ? undefined : parsePlace(target),
        });
      } else {
        const { source, target } = measureKept.parse(kept);
        this.openMeasure(panel, { source: parseDatasetPlace(source), target: parseDatasetPlace(target) });
      }
    } catch {
      // it kept no places: nobody can tell what it was about
      panel.dispose();
    }
  }

  private openDoctor(panel: vscode.WebviewPanel, subject: DoctorSubject): void {
    this.problems ??= new ProblemDocuments(doctorDocument);
    const mend = async (host: string, fix: Fix): Promise<boolean> => {
      const request = fixRequest(host, fix);
      const make = (signal: AbortSignal) => planRequests([request], this.services.host, signal);
      const run = await this.reviewPlan({ kind: "plan", make, words: zfsrWords(request).slice(1) });
      await run?.ended;
      return run !== undefined;
    };
    new DoctorPanel(panel, this.services, this.pageOptions("doctor"), subject, this.problems, mend);
  }

  private openMeasure(panel: vscode.WebviewPanel, subject: MeasureSubject): void {
    new MeasurePanel(panel, this.services, this.pageOptions("measure"), subject);
  }

  private restoreReview(panel: vscode.WebviewPanel, kept: unknown): void {
    const parsed = planReviewKept.safeParse(kept);
    const review = parsed.success ? this.memory.get(parsed.data.id) : undefined;
    if (!parsed.success || !review) panel.dispose();
    else if (review.kind === "replication") void this.review(panel, parsed.data.id, review);
    else {
      const gone: ReviewSubject = { kind: "plan", make: () => Promise.resolve(review.plan) };
      void this.review(panel, parsed.data.id, gone, review.plan);
    }
  }

  private review(
    panel: vscode.WebviewPanel,
    id: string,
    subject: ReviewSubject,
    kept?: PlanReview["kept"],
  ): Promise<Transfer | undefined> {
    const services = reviewServices(this.services, this.memory, (run) => this.showTransfers(run));
    const review = new PlanReview(id, subject, services, kept);
    this.reviews.set(panel, review);
    const page = new PanelPage(panel, {
      ...this.pageOptions("planReview"),
      actions: planReviewAction,
      act: (action) => review.act(action),
      state: () => review.state,
    });
    const name = (): void => {
      panel.title = printable(`Plan: ${review.title}`);
      page.update();
    };
    review.onDidChange(name);
    panel.onDidDispose(() => {
      this.memory.forget(id);
      this.reviews.delete(panel);
      review.dispose();
      page.dispose();
    });
    name();
    void review.begin();
    return review.started;
  }

  private openTransfers(panel: vscode.WebviewPanel, run: string | undefined): void {
    this.transfers = new TransfersPanel(panel, this.services, this.pageOptions("transfers"), run);
    panel.onDidDispose(() => (this.transfers = undefined));
  }

  private openLineage(panel: vscode.WebviewPanel, host: string, dataset: DatasetName): void {
    new LineagePanel(panel, this.services, this.pageOptions("lineage"), { host, dataset });
  }

  private openTopology(panel: vscode.WebviewPanel): void {
    this.topology = panel;
    new TopologyPanel(panel, this.services, this.pageOptions("topology"), {
      showLineage: (host, dataset) => this.showLineage(host, dataset),
      reviewPlan: (subject) => void this.reviewPlan(subject),
    });
    panel.onDidDispose(() => (this.topology = undefined));
  }

  private create(name: PanelName, title: string): vscode.WebviewPanel {
    const options = pageOptions(this.services.extensionUri);
    const panel = vscode.window.createWebviewPanel(viewType(name), title, vscode.ViewColumn.Active, options);
    this.track(panel);
    return panel;
  }

  private track(panel: vscode.WebviewPanel): void {
    this.open.add(panel);
    panel.onDidDispose(() => this.open.delete(panel));
  }

  private pageOptions(name: PanelName): CommonPageOptions {
    const { extensionUri, log, notify } = this.services;
    return { name, extensionUri, log, failed: (error) => notify.error(error, "ZFS Replication") };
  }
}
