import type { Job } from "../jobs/job";
import { jobKey } from "../jobs/jobKey";
import type { DatasetPlace } from "../zfs/place";
import type { ReplicationRequest } from "./request";

/**
 * What a job asks for, one request for each of its targets. Each target has a hold of its own on the source
 * (`zfsr:<job>:<target>`), so that a slow one finds its base however far the others are.
 */
export function requestsOf(job: Job): ReplicationRequest[] {
  return job.targets.map((target) => requestFor(job, target));
}

function requestFor(job: Job, target: DatasetPlace): ReplicationRequest {
  const siblings = job.targets.filter((other) => other !== target).map((other) => jobKey(job, other));
  return {
    job: jobKey(job, target),
    ...(siblings.length > 0 ? { siblings } : {}),
    source: { host: job.source.host, dataset: job.source.dataset, snapshot: undefined },
    target: { host: target.host, dataset: target.dataset },
    recursive: job.recursive,
    select: job.select,
    send: job.send,
    receive: job.receive,
    hold: job.protect.hold,
    bookmark: job.protect.bookmark,
    onDiverged: job.onDiverged,
    keep: job.keep,
    consent: job.consent,
    accept: job.accept,
    transfer: job.transfer,
    ...(job.hooks.before.length + job.hooks.after.length > 0 ? { hooks: job.hooks } : {}),
    ...(job.window ? { window: job.window } : {}),
  };
}
