import { printable } from "../../zfs/names";
import { type LogFinding, type Occurrence, shortened } from "./logFinding";
import type { Nearby } from "./nearby";

/**
 * A wrapper's finding, of which no entry knows the reason, with the line above that calls something trouble: where its
 * cause says that the reason stands there. Every other finding as it is.
 */
export function withReasonAbove({ entry, text }: Occurrence, finding: LogFinding, nearby: Nearby): LogFinding {
  if (entry.follows === undefined || !/\b(?:stands|said why|lines? (?:above|around))/.test(finding.cause))
    return finding;
  const [first = ""] = text.split("\n");
  const reason = nearby.reasonAbove(first);
  return reason === undefined
    ? finding
    : { ...finding, cause: `${finding.cause}: ${shortened(printable(reason.trim()))}` };
}
