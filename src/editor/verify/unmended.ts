import type { RunState } from "../../core/runs/runState";
import { isWithin, rebase } from "../../core/zfs/names";
import { formatPlace, parseDatasetPlace } from "../../core/zfs/place";
import type { VerifyCode } from "./verifyCodes";
import type { VerifyPair } from "./verifyPair";
import type { VerifyMark } from "./verifyText";

/** What a replication can make good. */
const mendable: readonly VerifyCode[] = ["missing", "behind", "partial"];

/**
 * The marks of a comparison that a run leaves true. Gone are those of datasets that the run was to bring up to the newest
 * snapshot of the same source, and that it has read back as such: none of what it did not send. Pure.
 */
export function unmended(
  marks: readonly VerifyMark[],
  { select }: Pick<VerifyPair, "select">,
  { request, targets }: Pick<RunState, "request" | "targets">,
): readonly VerifyMark[] {
  if (!request || request.source.snapshot !== undefined) return marks;
  const sent = request.select.snapshots;
  // the newest of some snapshots need not be the newest of those that were compared
  if (sent.length > 0 && sent.join("\n") !== select.snapshots.join("\n")) return marks;
  const { source, target } = request;
  const current = new Set(targets.filter(({ verified, partial }) => verified && !partial).map(({ place }) => place));
  const mended = (mark: VerifyMark): boolean => {
    if (!mendable.includes(mark.code) || !current.has(mark.target)) return false;
    const { dataset } = parseDatasetPlace(mark.target);
    if (!isWithin(dataset, target.dataset)) return false;
    return formatPlace(source.host, rebase(dataset, target.dataset, source.dataset)) === mark.source;
  };
  const left = marks.filter((mark) => !mended(mark));
  return left.length === marks.length ? marks : left;
}
