import { randomBytes } from "node:crypto";
import type * as vscode from "vscode";
import { ZfsrError } from "../../core/base/errors";
import { usualBounds } from "../../core/measure/bounds";
import { sampleWords } from "../../core/measure/describe";
import type { Measurement } from "../../core/measure/measurement";
import { runMeasure } from "../../core/measure/runMeasure";
import { defaultTransfer } from "../../core/plan/transferOptions";
import { printable } from "../../core/zfs/names";
import { type DatasetPlace, formatPlace } from "../../core/zfs/place";
import { type MeasureAction, measureAction, type MeasureState } from "../../protocol/measure";
import { type CommonPageOptions, PanelPage } from "../panels/panelPage";
import type { PanelServices } from "../panels/panelServices";
import { askConsent } from "../plans/askConsent";
import { measurementView } from "./measureState";
import { t } from "../l10n/t";

/** The pair whose throughput is measured. */
export interface MeasureSubject {
  readonly source: DatasetPlace;
  readonly target: DatasetPlace;
}

/** Where the time of a replication goes. It measures when it is asked to, never by itself: that is load for both hosts. */
export class MeasurePanel {
  private readonly page: PanelPage<MeasureAction>;
  private abort = new AbortController();
  private phase: MeasureState["phase"] = "waiting";
  private message = t("Each stage takes ten seconds or 256 MiB at most, and the hosts are busy meanwhile.");
  private measurement: Measurement | undefined;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
    options: CommonPageOptions,
    private readonly subject: MeasureSubject,
  ) {
    this.page = new PanelPage(panel, {
      ...options,
      actions: measureAction,
      act: (action) => this.act(action),
      state: () => this.state(),
    });
    panel.onDidDispose(() => {
      this.abort.abort();
      this.page.dispose();
    });
  }

  private state(): MeasureState {
    const { subject, phase, message, measurement } = this;
    return {
      source: printable(formatPlace(subject.source.host, subject.source.dataset)),
      target: printable(formatPlace(subject.target.host, subject.target.dataset)),
      phase,
      message,
      ...(measurement ? measurementView(measurement) : { bars: [], limit: undefined, advice: [], readings: [] }),
    };
  }

  private async act(action: MeasureAction): Promise<void> {
    if (action.type === "cancel") this.abort.abort();
    if (this.phase === "measuring") return;
    if (action.type === "start") await this.measure(true);
    if (action.type === "startReading") await this.measure(false);
  }

  private tell(phase: MeasureState["phase"], message: string): void {
    this.phase = phase;
    this.message = printable(message);
    this.page.update();
  }

  private async measure(receive: boolean): Promise<void> {
    const { services, subject } = this;
    this.abort = new AbortController();
    this.tell("measuring", t("Looking for a sample."));
    try {
      this.measurement = await runMeasure(subject.source, subject.target, {
        bounds: usualBounds,
        port: defaultTransfer.port,
        word: randomBytes(4).toString("hex"),
        consent: async (plan) => receive && askConsent(plan, services.settings.isProduction, services.confirm),
        onStage: (what) => this.tell("measuring", t("Measuring {0}.", what)),
        host: services.host,
        signal: this.abort.signal,
      });
      this.tell("ready", t("Measured at {0}: {1}.", new Date().toLocaleTimeString(), sampleWords(this.measurement)));
    } catch (thrown) {
      const error = ZfsrError.from(thrown, formatPlace(subject.source.host, subject.source.dataset));
      this.tell(ZfsrError.is(error, "cancelled") ? "waiting" : "failed", error.message);
    }
  }
}
