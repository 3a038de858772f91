import { ZfsrError } from "../../core/base/errors";
import type { Job } from "../../core/jobs/job";
import { jobKey } from "../../core/jobs/jobKey";
import { timingOf } from "../../core/jobs/timing";
import type { ReplicationRequest } from "../../core/replication/request";
import { requestsOf } from "../../core/replication/requestsOf";
import { pastRuns } from "../../core/runs/pastRuns";
import { runsFolder } from "../../core/runs/runDirectory";
import type { Environment } from "../environment";
import { writeText } from "../output";

/** A job, and what of it is to be run. */
export interface DueJob {
  readonly job: Job;
  readonly requests: readonly ReplicationRequest[];
}

/**
 * The jobs and targets that should have begun a run by their schedules since their last one, by the journals of this machine.
 * One that is under way is left to itself.
 * @throws ZfsrError usage where none of the jobs has a schedule
 */
export async function dueJobs(jobs: readonly Job[], path: string, environment: Environment): Promise<DueJob[]> {
  const scheduled = jobs.filter(({ schedule }) => schedule);
  if (scheduled.length === 0) {
    throw new ZfsrError({
      reason: "usage",
      object: path,
      because: "no job that was asked for has a schedule, so none is ever due",
      nextStep: "give one a schedule (docs/jobs.md), or run it without --due",
    });
  }
  const now = Date.now();
  const keys = scheduled.flatMap((job) => job.targets.map((place) => jobKey(job, place)));
  const past = await pastRuns(runsFolder(environment.env), keys);
  const due: DueJob[] = [];
  let next = Infinity;
  for (const job of scheduled) {
    const requests = requestsOf(job).filter((request) => {
      const { running, last } = past.get(request.job) ?? {};
      const begun = running ?? last;
      const timing = timingOf(job, begun && Date.parse(begun.startedAt), now);
      next = Math.min(next, timing.next ?? Infinity);
      return timing.dueSince !== undefined && !running;
    });
    if (requests.length > 0) due.push({ job, requests });
  }
  if (due.length === 0 && !environment.options.json) {
    const when = Number.isFinite(next) ? `; the next run is due at ${new Date(next).toLocaleString()}` : "";
    writeText(environment.stdout, `Nothing is due${when}.\n`);
  }
  return due;
}
