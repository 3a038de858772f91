import * as vscode from "vscode";
import type { DatasetName } from "../../core/zfs/names";
import { panelNames } from "../../protocol/panelName";
import type { DoctorSubject } from "../doctor/doctorPanel";
import type { MeasureSubject } from "../measure/measurePanel";
import type { ReviewPlan } from "../plans/review";
import type { OpenReview, Panels } from "./panels";
import type { PanelServices } from "./panelServices";
import { viewType } from "./viewTypes";

/** The panels, loaded when the first of them is asked for: starting the extension loads nothing of them. */
export class LazyPanels implements vscode.Disposable {
  private loaded: Promise<Panels> | undefined;
  private disposed = false;

  constructor(private readonly services: PanelServices) {}

  readonly reviewPlan: ReviewPlan = async (subject) => (await this.panels()).reviewPlan(subject);

  /** The reviews that are open. */
  async openReviews(): Promise<readonly OpenReview[]> {
    return (await this.panels()).openReviews();
  }

  /** The dashboard. @param run the one to show; the newest when left out */
  async showTransfers(run?: string): Promise<void> {
    (await this.panels()).showTransfers(run);
  }

  async showLineage(host: string, dataset: DatasetName): Promise<void> {
    (await this.panels()).showLineage(host, dataset);
  }

  async showTopology(): Promise<void> {
    (await this.panels()).showTopology();
  }

  async showDoctor(subject: DoctorSubject): Promise<void> {
    (await this.panels()).showDoctor(subject);
  }

  async showMeasure(subject: MeasureSubject): Promise<void> {
    (await this.panels()).showMeasure(subject);
  }

  /** Takes up the panels that were open when the window was reloaded. */
  register(): vscode.Disposable {
    return vscode.Disposable.from(
      ...panelNames.map((name) =>
        vscode.window.registerWebviewPanelSerializer(viewType(name), {
          deserializeWebviewPanel: async (panel, state: unknown) => (await this.panels()).restore(name, panel, state),
        }),
      ),
    );
  }

  dispose(): void {
    this.disposed = true;
    void this.loaded?.then((panels) => panels.dispose());
  }

  private panels(): Promise<Panels> {
    return (this.loaded ??= import("./panels").then(({ Panels }) => {
      const panels = new Panels(this.services);
      if (this.disposed) panels.dispose();
      return panels;
    }));
  }
}
