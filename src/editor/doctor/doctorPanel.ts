import * as vscode from "vscode";
import { ZfsrError } from "../../core/base/errors";
import type { CheckResult, Fix } from "../../core/doctor/check";
import { type DoctorPlace, runDoctor } from "../../core/doctor/runDoctor";
import { printable } from "../../core/zfs/names";
import { formatPlace } from "../../core/zfs/place";
import { type DoctorAction, doctorAction, type DoctorState } from "../../protocol/doctor";
import { type CommonPageOptions, PanelPage } from "../panels/panelPage";
import type { PanelServices } from "../panels/panelServices";
import type { ProblemDocuments } from "../findings/problemDocuments";
import { checkViews, countWords } from "./doctorState";
import { t } from "../l10n/t";

/** What is examined: one place, or the two ends of a replication. */
export interface DoctorSubject {
  readonly source: DoctorPlace;
  readonly target: DoctorPlace | undefined;
}

/** The checks of a place or a pair; what is wrong stands in the Problems panel while this is open. */
export class DoctorPanel {
  private readonly page: PanelPage<DoctorAction>;
  private readonly abort = new AbortController();
  private results: readonly CheckResult[] = [];
  private phase: DoctorState["phase"] = "looking";
  private message = "";

  constructor(
    panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
    options: CommonPageOptions,
    private readonly subject: DoctorSubject,
    private readonly problems: ProblemDocuments<readonly CheckResult[]>,
    private readonly mend: (host: string, fix: Fix) => Promise<boolean>,
  ) {
    this.page = new PanelPage(panel, {
      ...options,
      actions: doctorAction,
      act: (action) => this.act(action),
      state: () => this.state(),
    });
    panel.onDidDispose(() => {
      this.abort.abort();
      this.problems.forget(this.place);
      this.page.dispose();
    });
    void this.look();
  }

  private get place(): string {
    const { source, target } = this.subject;
    return target === undefined ? textOf(source) : `${textOf(source)} to ${textOf(target)}`;
  }

  private state(): DoctorState {
    const { source, target } = this.subject;
    return {
      source: printable(textOf(source)),
      target: target === undefined ? undefined : printable(textOf(target)),
      phase: this.phase,
      message: this.message,
      checks: checkViews(this.results),
    };
  }

  private async act(action: DoctorAction): Promise<void> {
    if (action.type === "refresh" && this.phase !== "looking") await this.look();
    if (action.type === "showText") await this.problems.open(this.place);
    if (action.type !== "fix" && action.type !== "copy") return;
    // a page names one of the checks that it was given; another has no remedy
    const result = this.results[Number(action.check)];
    if (result?.remedy === undefined) return;
    if (action.type === "copy") {
      await vscode.env.clipboard.writeText(result.remedy);
      vscode.window.setStatusBarMessage(t("The remedy is on the clipboard."), 4000);
    } else if (result.fix !== undefined) {
      if (await this.mend(result.host, result.fix)) await this.look();
    }
  }

  private async look(): Promise<void> {
    const { services, subject, abort } = this;
    this.phase = "looking";
    this.message = t("Looking at the hosts, one round trip each; nothing is changed by that.");
    this.page.update();
    try {
      this.results = await runDoctor(subject.source, subject.target, {
        host: services.host,
        now: Date.now,
        signal: abort.signal,
      });
      this.phase = "ready";
      this.message = `${countWords(this.results)} ${t("Looked at {0}.", new Date().toLocaleTimeString())}`;
      this.problems.show(this.place, this.results);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.phase = "failed";
      this.message = printable(ZfsrError.from(error, this.place).message);
    }
    this.page.update();
  }
}

function textOf({ host, dataset }: DoctorPlace): string {
  return formatPlace(host, dataset ?? "");
}
