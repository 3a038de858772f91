import * as vscode from "vscode";
import { requestsOf } from "../../../core/replication/requestsOf";
import { chosenJobs } from "../../jobs/chosenJobs";
import type { JobsNode } from "../../jobs/jobNode";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Shows the plan of each target of the chosen jobs. Nothing runs unless it is told to from there. */
export async function dryRunJob(
  { jobFiles, reviewPlan }: Pick<Services, "jobFiles" | "reviewPlan">,
  node?: JobsNode,
  selected?: readonly JobsNode[],
): Promise<void> {
  for (const { found } of await chosenJobs(jobFiles, t("Dry Run Job"), node, selected)) {
    for (const wanted of requestsOf(found.job)) {
      // the plan can be run from its review: hooks of a file that nobody has vouched for are in none
      const request = vscode.workspace.isTrusted ? wanted : { ...wanted, hooks: undefined };
      await reviewPlan({ kind: "replication", request, snapshot: found.job.snapshot !== undefined });
    }
  }
}
