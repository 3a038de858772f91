import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import type { RunId } from "../../core/runs/runDirectory";
import type { Transfer } from "../runs/transfers";
import { type RunProblems, solvedBy, targetOf } from "./problemList";
import { findingCode } from "../findings/findingCode";
import { severities } from "../findings/severities";
import { renderRun } from "../../core/runs/runText";
import { runUri } from "./runUri";

/** The Problems panel: what went wrong in runs, until a later run of the same target has ended well. */
export class RunDiagnostics implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection("zfs"));
  private readonly problems = new Map<RunId, RunProblems>();

  /** Reads what is known of a run. */
  update({ files, state, events }: Transfer): void {
    const target = targetOf(state);
    const { lines, marks } = renderRun(events);
    if (marks.length > 0) this.show({ run: files.id, target, marks, again: state.request !== undefined }, lines);
    if (state.outcome !== "done" || target === undefined) return;
    for (const entry of solvedBy(target, [...this.problems.values()])) this.show(entry);
  }

  /** What a run is marked with; undefined when nothing is wrong with it. */
  of(run: RunId): RunProblems | undefined {
    return this.problems.get(run);
  }

  dispose(): void {
    this.store.dispose();
  }

  private show(entry: RunProblems, lines: readonly string[] = []): void {
    const uri = runUri(entry.run);
    if (entry.marks.length === 0) this.problems.delete(entry.run);
    else this.problems.set(entry.run, entry);
    this.collection.set(
      uri,
      entry.marks.map((mark) => {
        const range = new vscode.Range(mark.line, 0, mark.line, lines[mark.line]?.length ?? 200);
        const diagnostic = new vscode.Diagnostic(range, mark.message, severities[mark.severity]);
        diagnostic.source = "zfs";
        diagnostic.code = findingCode("run", mark.code);
        return diagnostic;
      }),
    );
  }
}
