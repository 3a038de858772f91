import * as vscode from "vscode";
import type { RunDiagnostics } from "./runDiagnostics";
import { liveActions, type RemedyAction, together } from "../findings/liveActions";
import { quickFix } from "../findings/quickFix";
import type { LiveRemedies } from "../findings/liveRemedies";
import { subjectOf } from "../findings/subject";
import type { RunProblems } from "./problemList";
import { remedyActions } from "./remedyActions";
import type { Mark } from "../../core/runs/runText";
import { runOfUri, runScheme } from "./runUri";

/** Milliseconds for which the menu waits for a host. */
const patience = 3000;

/** The remedies of a problem as quick fixes, in the Problems panel and in the run's document. */
export class QuickFixes implements vscode.CodeActionProvider {
  constructor(
    private readonly diagnostics: RunDiagnostics,
    private readonly live: LiveRemedies,
  ) {}

  register(): vscode.Disposable {
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    return vscode.languages.registerCodeActionsProvider({ scheme: runScheme }, this, kinds);
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics, triggerKind }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const problems = this.diagnostics.of(runOfUri(document.uri));
    if (!problems) return [];
    const asked = triggerKind === vscode.CodeActionTriggerKind.Invoke;
    const lists = diagnostics
      .filter((diagnostic) => diagnostic.source === "zfs")
      .flatMap((diagnostic) =>
        problems.marks
          .filter((mark) => mark.line === diagnostic.range.start.line && mark.code === codeOf(diagnostic))
          .map(async (mark) => (await this.actions(mark, problems, asked)).map((each) => quickFix(each, diagnostic))),
      );
    return (await Promise.all(lists)).flat();
  }

  private async actions(mark: Mark, problems: RunProblems, asked: boolean): Promise<RemedyAction[]> {
    const known = remedyActions(mark, problems);
    const subject = mark.finding && (await subjectOf(mark.finding));
    if (subject?.host === undefined) return known;
    const remedies = asked ? await this.live.within(patience, subject.finding, subject.host) : [];
    return together(liveActions(subject, remedies), known);
  }
}

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}
