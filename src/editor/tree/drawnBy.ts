import type { Change } from "../hosts/changes";
import type { HostContents } from "../hosts/hostState";
import { datasetNode, snapshotsNode } from "./children";
import { nodeId } from "./nodes/ids";

/**
 * The node that is drawn anew when something became known. A list of snapshots whose dataset has no row draws nothing.
 * @param contents what the host is known to hold now
 */
export function drawnBy(change: Exclude<Change, { kind: "forgotten" }>, contents: HostContents | undefined) {
  const { kind, host } = change;
  const dataset = kind === "host" ? undefined : contents?.datasets.get(change.dataset);
  if (kind === "snapshots") return dataset && snapshotsNode(host, dataset).id;
  return contents && dataset ? datasetNode(host, dataset.name, contents).id : nodeId.host(host);
}
