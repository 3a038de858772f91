import * as vscode from "vscode";
import { DisposableStore } from "../../../core/base/disposable";
import { Throttle } from "../../../core/base/throttle";
import type { CommandId } from "../../commandIds";
import type { RunHistory } from "../../runs/runHistory";
import type { Transfers } from "../../runs/transfers";
import type { Settings } from "../../settings";
import type { FoundFile, FoundJob } from "../jobFiles";
import { jobNode } from "../jobNode";
import type { JobRuns } from "../jobRuns";
import { lastRun } from "./lastRun";
import { jobFileSelector, type OpenJobFiles } from "./openJobFiles";
import { t } from "../../l10n/t";

/** Milliseconds; runs of several jobs may begin and end together. */
const drawEvery = 500;

export interface JobLensParts {
  readonly open: OpenJobFiles;
  readonly jobRuns: JobRuns;
  readonly history: RunHistory;
  readonly transfers: Transfers;
  readonly settings: Settings;
}

/** Above each job of a job file: Run, Dry Run, Status, and how its last run ended. */
export class JobLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;
  /** What was given last, by file: lenses that stay the same are not drawn anew. */
  private readonly given = new Map<string, string>();

  constructor(private readonly parts: JobLensParts) {
    const { open, history, jobRuns, transfers, settings } = parts;
    const draw = this.store.add(new Throttle(drawEvery, () => void this.drawWhatChanged()));
    this.store.add(history.onDidChange(draw.trigger));
    this.store.add(jobRuns.onDidChange(draw.trigger));
    this.store.add(transfers.onDidChange(draw.trigger));
    this.store.add(open.onDidClose((uri) => this.given.delete(uri.toString())));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
    this.store.add(settings.onDidChange(({ display }) => (display ? this.changed.fire() : undefined)));
  }

  register(): vscode.Disposable {
    return vscode.languages.registerCodeLensProvider(jobFileSelector, this);
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const { open, history, settings } = this.parts;
    if (!settings.jobLenses) return [];
    const [file] = await Promise.all([open.of(document), history.start()]);
    const lenses = this.lensesOf(file);
    this.given.set(document.uri.toString(), textOf(lenses));
    return lenses;
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Runs report often, and seldom anything that a lens tells. */
  private async drawWhatChanged(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) {
      const given = this.given.get(document.uri.toString());
      if (given === undefined || document.isClosed) continue;
      if (textOf(this.lensesOf(await this.parts.open.of(document))) === given) continue;
      this.changed.fire();
      return;
    }
  }

  private lensesOf(file: FoundFile): vscode.CodeLens[] {
    return file.jobs.flatMap((found) => {
      const range = new vscode.Range(found.line - 1, 0, found.line - 1, 0);
      return this.commandsOf(file, found).map((command) => new vscode.CodeLens(range, command));
    });
  }

  private commandsOf(file: FoundFile, found: FoundJob): vscode.Command[] {
    const node = jobNode(file, found);
    const command = (id: CommandId, title: string, argument: unknown) => ({
      command: id,
      title,
      arguments: [argument],
    });
    const standings = found.job.targets.map((place) => this.parts.jobRuns.standing(found.job, place));
    const { title, run } = lastRun(standings, Date.now());
    return [
      // what runs is decided by the file, so a workspace that is not trusted has it not
      ...(vscode.workspace.isTrusted ? [command("zfsReplication.job.run", t("$(play) Run"), node)] : []),
      command("zfsReplication.job.dryRun", t("Dry Run"), node),
      command("zfsReplication.job.status", t("Status"), node),
      run === undefined ? { command: "", title } : command("zfsReplication.transfer.showLog", title, run),
    ];
  }
}

function textOf(lenses: readonly vscode.CodeLens[]): string {
  return lenses.map(({ range, command }) => `${range.start.line} ${command?.title ?? ""}`).join("\n");
}
