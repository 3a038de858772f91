import { ZfsrError } from "../base/errors";
import type { Finding } from "../diagnosis/finding";
import { findingOf } from "../diagnosis/findingOf";
import type { Arrival } from "../replication/arrival";
import { shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";

/**
 * What the read-back found not to be as promised, though nothing failed; undefined where all is there.
 * @param streamed streams of this run were to bring it
 */
export function notArrived({ goal, newest, verified, missing }: Arrival, streamed: boolean): Finding | undefined {
  const object = formatPlace(goal.host, goal.dataset);
  const promised = `@${shortNameOf(goal.newest.name)}`;
  const from = formatPlace(goal.source.host, goal.source.dataset);
  if (!verified) {
    const there = newest === undefined ? "it has no snapshot" : `that is @${shortNameOf(newest.name)}`;
    const ended = streamed ? "zfs send and zfs receive ended well, but " : "";
    return findingOf(
      new ZfsrError({
        reason: "not-verified",
        object,
        because: `${ended}${promised} was not read back as its newest snapshot: ${there}; nothing was released or destroyed for it`,
        nextStep: `see whether the key of ${from} is loaded and what is on the target, then run it again: what the target lacks stays on the source`,
      }),
    );
  }
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => `@${shortNameOf(name)}`);
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
  const finding = findingOf(
    new ZfsrError({
      reason: "not-verified",
      object,
      because: `${promised} has arrived, but not ${names.length === 1 ? "the snapshot" : `${names.length} snapshots`} that went before it (${shown}); nothing was released or destroyed for it`,
      nextStep: `see whether something on the target destroys snapshots; where they matter, keep those of ${from}: they are not sent again`,
    }),
  );
  return { ...finding, severity: "warning" };
}
