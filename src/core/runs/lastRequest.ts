import { zfsrCommand } from "../base/zfsrCommand";
import { ZfsrError } from "../base/errors";
import { defaultRequest, type ReplicationRequest } from "../replication/request";
import { isWithin } from "../zfs/names";
import { type DatasetPlace, formatPlace } from "../zfs/place";
import { readFirst } from "./readEnds";
import { listRuns } from "./runDirectory";

/**
 * What the newest run that wrote to a place was asked for: where to resume from.
 * @param runs the folder of runs. @throws ZfsrError usage when no journal of such a run is kept
 */
export async function lastRequest(runs: string, { host, dataset }: DatasetPlace): Promise<ReplicationRequest> {
  for (const files of await listRuns(runs)) {
    // a journal that cannot be read tells nothing; an older one may
    const first = await readFirst(files);
    if (first?.type !== "run-started" || first.request?.target.host !== host) continue;
    if (isWithin(dataset, first.request.target.dataset)) return { ...defaultRequest, ...first.request };
  }
  const place = formatPlace(host, dataset);
  throw new ZfsrError({
    reason: "usage",
    object: place,
    because: "no journal tells where it comes from",
    nextStep: `say it: ${zfsrCommand("resume", place, "--from", "HOST:DATASET")}`,
  });
}
