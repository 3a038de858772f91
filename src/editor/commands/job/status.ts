import * as vscode from "vscode";
import { ZfsrError } from "../../../core/base/errors";
import { observeTree } from "../../../core/hosts/observeTree";
import { targetStatus } from "../../../core/replication/targetStatus";
import { formatPlace } from "../../../core/zfs/place";
import { jobsViewId } from "../../commandIds";
import { chosenJobs } from "../../jobs/chosenJobs";
import type { JobsNode } from "../../jobs/jobNode";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Asks the hosts how the targets of the chosen jobs stand; the rows show it. One that cannot be reached leaves the others as they are. */
export async function jobStatus(
  services: Pick<Services, "jobFiles" | "jobRuns" | "connections" | "notify">,
  node?: JobsNode,
  selected?: readonly JobsNode[],
): Promise<void> {
  const { jobFiles, jobRuns, connections, notify } = services;
  const jobs = await chosenJobs(jobFiles, t("Show Status of Job"), node, selected);
  await vscode.window.withProgress({ location: { viewId: jobsViewId } }, async () => {
    for (const { job } of jobs.map(({ found }) => found)) {
      const options = { recursive: job.recursive };
      const sides = [job.source, ...job.targets].map(async ({ host, dataset }) =>
        observeTree(connections.host(host), dataset, options),
      );
      const [source, ...targets] = await Promise.allSettled(sides);
      const failed = new Map<string, unknown>();
      targets.forEach((target, i) => {
        const place = job.targets[i] ?? job.source;
        if (source?.status === "fulfilled" && target.status === "fulfilled") {
          const now = Date.now();
          jobRuns.tell(job, place, { ...targetStatus(source.value, target.value, now), at: now });
          return;
        }
        const side = source?.status === "rejected" ? source : target;
        const reason: unknown = side.status === "rejected" ? side.reason : undefined;
        const object =
          side === source ? formatPlace(job.source.host, job.source.dataset) : formatPlace(place.host, place.dataset);
        failed.set(object, reason);
      });
      for (const [object, reason] of failed) notify.error(ZfsrError.from(reason, object), object);
    }
  });
}
