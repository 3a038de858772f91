import type { Host } from "../../core/hosts/host";
import { run } from "../../core/hosts/run";
import { listHolds } from "../../core/zfs/commands/listHolds";
import type { SnapshotName } from "../../core/zfs/names";

/** Milliseconds that somebody waits for a tooltip. */
const patience = 3000;

/** The tags of a snapshot's holds; undefined where the host does not tell them at once, without asking anybody. */
export async function readHoldTags(host: Host, snapshot: SnapshotName): Promise<readonly string[] | undefined> {
  try {
    const holds = await run(host, listHolds([snapshot]), { timeout: patience, background: true });
    return holds.map(({ tag }) => tag);
  } catch {
    // the tooltip has their number in place of them; the log has what the host said
    return undefined;
  }
}
