import * as vscode from "vscode";
import { ZfsrError } from "../../../core/base/errors";
import { jobsViewId } from "../../commandIds";
import { chosenJobs } from "../../jobs/chosenJobs";
import type { JobsNode } from "../../jobs/jobNode";
import { saveOpen } from "../../jobs/saveOpen";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Runs jobs as processes of their own, as `zfsr run` does. Never in a workspace that is not trusted: its files decide what runs. */
export async function runJob(
  { jobFiles, replications }: Pick<Services, "jobFiles" | "replications">,
  node?: JobsNode,
  selected?: readonly JobsNode[],
): Promise<void> {
  if (!vscode.workspace.isTrusted) throw untrusted();
  for (const { file, found } of await chosenJobs(jobFiles, t("Run Job"), node, selected)) {
    const { uri } = file;
    if (uri.scheme !== "file") throw notOnDisk(uri.toString());
    // the run reads the file
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    await saveOpen(open, uri.fsPath);
    await vscode.window.withProgress({ location: { viewId: jobsViewId } }, () =>
      replications.runJob(uri.fsPath, found.job.name),
    );
  }
}

function untrusted(): ZfsrError {
  return new ZfsrError({
    reason: "permission",
    object: "this workspace",
    because: "it is not trusted, and its job files say what runs",
    nextStep: "trust it by Workspaces: Manage Workspace Trust, then run the job again",
  });
}

function notOnDisk(file: string): ZfsrError {
  return new ZfsrError({
    reason: "usage",
    object: file,
    because: "it is not on a disk of the machine that the extension runs on",
    nextStep: "keep the job file in a folder of that machine to run it",
  });
}
