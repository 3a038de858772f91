import * as vscode from "vscode";
import { chosenJobs } from "../../jobs/chosenJobs";
import type { JobsNode } from "../../jobs/jobNode";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Opens a job file at the line of the job, or of what is wrong there. */
export async function openJob({ jobFiles }: Pick<Services, "jobFiles">, node?: JobsNode): Promise<void> {
  if (node?.kind === "file") return show(node.file.uri, 1);
  if (node?.kind === "problem") return show(node.file.uri, node.problem.line, node.problem.column);
  const [chosen] = await chosenJobs(jobFiles, t("Open Job"), node);
  if (chosen) await show(chosen.file.uri, chosen.found.line);
}

async function show(uri: vscode.Uri, line: number, column = 1): Promise<void> {
  const place = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(uri, { preview: true, selection: new vscode.Range(place, place) });
}
