import { type DatasetPlace, formatPlace } from "../zfs/place";
import type { Job } from "./job";

/** The name under which a job's runs for one of its targets are known, in journals and holds. */
export function jobKey(job: Pick<Job, "name">, place: Pick<DatasetPlace, "host" | "dataset">): string {
  return `${job.name}:${formatPlace(place.host, place.dataset)}`;
}
