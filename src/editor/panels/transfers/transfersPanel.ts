import type * as vscode from "vscode";
import { DisposableStore } from "../../../core/base/disposable";
import { Throttle } from "../../../core/base/throttle";
import { cancelRun, isAlive } from "../../../core/runs/control";
import { followJournal } from "../../../core/runs/journal";
import { type RunFiles, runFiles, runId } from "../../../core/runs/runDirectory";
import { emptyRunState, type RunState, withEvent } from "../../../core/runs/runState";
import { type TransfersAction, transfersAction, type TransfersState } from "../../../protocol/transfers";
import { openRun } from "../../problems/openRun";
import type { RecentRun } from "../../runs/recentRuns";
import { type CommonPageOptions, PanelPage } from "../panelPage";
import type { PanelServices } from "../panelServices";
import { Throughput } from "./throughput";
import { inOrder, runRow, shownTransfer } from "./transfersState";

/** Milliseconds between two looks at the folder of runs while the panel is seen. */
const lookEvery = 1500;

/** The run that is shown in full, followed from its first event. */
interface Shown {
  readonly files: RunFiles;
  readonly throughput: Throughput;
  readonly stop: AbortController;
  state: RunState;
  alive: boolean;
}

/** The dashboard: every run of this machine by its journal, whoever has started it. */
export class TransfersPanel {
  private readonly subscriptions = new DisposableStore();
  private readonly page: PanelPage<TransfersAction>;
  private readonly looking: Throttle;
  private runs: readonly RecentRun[] = [];
  private shown: Shown | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
    options: CommonPageOptions,
    private wanted: string | undefined,
  ) {
    this.page = this.subscriptions.add(
      new PanelPage(panel, {
        ...options,
        actions: transfersAction,
        act: (action) => this.act(action),
        state: () => this.state(),
      }),
    );
    this.looking = this.subscriptions.add(new Throttle(lookEvery, () => void this.look()));
    const timer = setInterval(() => {
      if (panel.visible) this.looking.trigger();
    }, lookEvery);
    this.subscriptions.add({ dispose: () => clearInterval(timer) });
    this.subscriptions.add(services.transfers.onDidChange(this.looking.trigger));
    this.subscriptions.add(services.transfers.onDidEnd(this.looking.trigger));
    panel.onDidDispose(() => this.dispose());
    this.looking.trigger();
  }

  /** Brings it to the front. @param run the one to show */
  reveal(run?: string): void {
    this.panel.reveal();
    if (run !== undefined) this.follow(run);
  }

  private dispose(): void {
    this.shown?.stop.abort();
    this.subscriptions.dispose();
  }

  private state(): TransfersState {
    const now = Date.now();
    const { shown, runs } = this;
    const current = shown && { files: shown.files, state: shown.state, alive: shown.alive };
    return {
      runs: inOrder(runs.map((run) => runRow(run.files.id === current?.files.id ? current : run, now))),
      shown:
        current && current.state.startedAt !== ""
          ? shownTransfer(current, shown.throughput.curve, runs, now)
          : undefined,
    };
  }

  private async act(action: TransfersAction): Promise<void> {
    switch (action.type) {
      case "ready":
        await this.look();
        return;
      case "select":
        this.follow(action.run);
        return;
      case "cancel":
        await cancelRun(runFiles(this.services.runs, runId(action.run)));
        return;
      case "resume":
        this.follow((await this.services.replications.retry(runId(action.run))).files.id);
        return;
      case "showLog":
        return openRun(runId(action.run));
    }
  }

  private async look(): Promise<void> {
    this.runs = await this.services.recent.list();
    const wanted = this.shown ? undefined : (this.wanted ?? inOrder(this.runs.map((run) => runRow(run, 0)))[0]?.id);
    if (wanted !== undefined) this.follow(wanted);
    this.page.update();
  }

  private follow(run: string): void {
    if (this.shown?.files.id === run) return;
    this.shown?.stop.abort();
    const files = runFiles(this.services.runs, runId(run));
    const shown: Shown = {
      ...{ files, throughput: new Throughput(), stop: new AbortController() },
      ...{ state: emptyRunState(files.id), alive: true },
    };
    this.shown = shown;
    const hear: Parameters<typeof followJournal>[1] = (event) => {
      shown.throughput.add(event);
      shown.state = withEvent(shown.state, event);
      this.page.update();
    };
    followJournal(files, hear, () => isAlive(files), shown.stop.signal)
      .catch(() => {
        // its journal has been taken away: another one is shown
        this.wanted = undefined;
        if (this.shown === shown) this.shown = undefined;
      })
      .finally(() => {
        shown.alive = false;
        if (!shown.stop.signal.aborted) this.looking.trigger();
      });
  }
}
