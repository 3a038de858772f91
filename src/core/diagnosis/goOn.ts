import type { ZfsrError } from "../base/errors";
import type { Finding, Remedy } from "./finding";
import { advice, byZfsr } from "./remedy";

/**
 * What becomes of the part of a stream that has arrived.
 * @param place the target, `beta:backup/demo`
 * @param kept whether a part is saved there; undefined where nobody has looked yet
 */
export function goOnFrom(place: string, kept: boolean | undefined): Remedy[] {
  if (kept === false) return [advice("run it again: nothing was kept of what had arrived")];
  const where = kept === undefined ? ", where anything was" : "";
  return [
    byZfsr(`resume: what was received is kept${where}`, "changes", ["resume", place]),
    byZfsr("give up what was received", "destroys", ["abort", place]),
  ];
}

/** Whether zfs itself said that a part is kept; it says nothing where none is, nor where an older part stays. */
export function saidKept({ reason, output = "" }: ZfsrError): true | undefined {
  return reason === "partial-receive-exists" || output.includes("Partially received snapshot is saved") || undefined;
}

/**
 * A finding of a run once its targets were looked at: it offers to resume where something can be resumed.
 * @param partial whether the dataset at a place has a partial receive; undefined for one that was not looked at
 */
export function settled(finding: Finding, partial: (place: string) => boolean | undefined): Finding {
  const place = finding.remedies.map(placeToResume).find((found) => found !== undefined);
  const kept = place === undefined ? undefined : partial(place);
  if (place === undefined || kept === undefined) return finding;
  const others = finding.remedies.filter(({ does }) => does?.by !== "zfsr" || does.words[1] !== place);
  return { ...finding, remedies: [...goOnFrom(place, kept), ...others] };
}

function placeToResume({ does }: Remedy): string | undefined {
  return does?.by === "zfsr" && does.words[0] === "resume" ? does.words[1] : undefined;
}
