import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { ZfsrError } from "../base/errors";
import type { ReplicationRequest } from "../replication/request";
import { isWithin } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { isAlive } from "./control";
import type { RunEvent } from "./events";
import { readFirst } from "./readEnds";
import { listRuns, type RunFiles } from "./runDirectory";

/**
 * Makes sure that no other run of this machine writes to the target of this one, or above or below it. Each run has said
 * what it writes to before it looks, so of two that start at once both see each other, and the later one gives way.
 * Runs of other machines meet in zfs itself, which lets one receive at a time into a dataset.
 * @throws ZfsrError `locked`, which names the other run and tells since when
 */
export async function refuseSecondWriter(files: RunFiles, request: ReplicationRequest): Promise<void> {
  const own = await startOf(files);
  for (const other of await listRuns(dirname(files.folder))) {
    if (other.id === files.id || (process.platform !== "win32" && !existsSync(other.control))) continue;
    const first = await startOf(other);
    if (!first?.request || !overlaps(first.request, request)) continue;
    if (own && (own.at < first.at || (own.at === first.at && files.id < other.id))) continue;
    if (!(await isAlive(other))) continue;
    throw new ZfsrError({
      reason: "locked",
      object: formatPlace(request.target.host, request.target.dataset),
      because: `the run ${other.id} has been writing to it since ${first.at}`,
      nextStep: `wait for it (zfsr attach ${other.id}) or end it (zfsr cancel ${other.id})`,
    });
  }
}

type Start = Extract<RunEvent, { type: "run-started" }>;

/** How a run began; undefined when its journal does not tell. */
async function startOf(files: RunFiles): Promise<Start | undefined> {
  const first = await readFirst(files);
  return first?.type === "run-started" ? first : undefined;
}

function overlaps(a: ReplicationRequest, b: ReplicationRequest): boolean {
  if (a.target.host !== b.target.host) return false;
  return isWithin(a.target.dataset, b.target.dataset) || isWithin(b.target.dataset, a.target.dataset);
}
