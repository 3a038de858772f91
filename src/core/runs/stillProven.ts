import type { Host } from "../hosts/host";
import { hasMark } from "../hosts/treeMark";
import { holdTag } from "../replication/holdTag";
import type { ReplicationRequest } from "../replication/request";
import type { Proof } from "./proofs";

/**
 * Looks whether both sides are as they were when nothing was to be done: one round trip each, at the same time. Any doubt
 * is false. What one of the marks does not show is asked for: that the bases of the next increments are held. Clones,
 * bookmarks and holds of others do not count, since all they can do is let retention destroy more.
 */
export async function isStillProven(
  request: ReplicationRequest,
  proof: Proof,
  host: (id: string) => Host,
  signal: AbortSignal,
): Promise<boolean> {
  const { source, target, recursive } = request;
  const tag = holdTag(request.job);
  const held = request.hold ? proof.plan.goals.map(({ newest }) => newest.name) : [];
  const [here, there] = await Promise.all([
    hasMark(host(source.host), source.dataset, proof.source, { recursive, written: false, held, tag, signal }),
    hasMark(host(target.host), target.dataset, proof.target, { recursive, written: true, held: [], tag, signal }),
  ]);
  return here && there;
}
